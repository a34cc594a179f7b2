using NVirt.Cpu;
using NVirt.Platforms.Lines;
using NVirt.Xml;

namespace NVirt.Platforms.CloudStack;

/// <summary>agent.properties of CloudStack: the guests' CPU of a host (formats.md 10).</summary>
internal static class CloudStackForm
{
    private const string ModeKey = "guest.cpu.mode";
    private const string ModelKey = "guest.cpu.model";
    private const string FeaturesKey = "guest.cpu.features";
    private const int MaxFeatures = 10_000;

    public static PlatformForm Form { get; } = new(
        "cloudstack", static t => !t.IsJson && !t.IsXml && (t.HasKey(ModeKey) || t.HasKey(ModelKey) || t.HasKey(FeaturesKey)), Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        Dictionary<string, SettingLine> settings = new(StringComparer.Ordinal);
        foreach (SettingLine setting in PropertiesText.Read(text))
        {
            settings[setting.Key] = setting;
        }

        string? mode = settings.GetValueOrDefault(ModeKey).Value;
        SettingLine model = settings.GetValueOrDefault(ModelKey);
        StatementBuilder statement = new(text, options, StatementSubject.Guest, StatementTruth.Request)
        {
            Line = settings.GetValueOrDefault(ModeKey).Line,
        };
        switch (mode)
        {
            case null or "":
                statement.Class = StatementClass.Default;
                break;
            case "host-model" or "host-passthrough":
                statement.TrySetClass(mode);
                break;
            case "custom" when !string.IsNullOrEmpty(model.Value):
                statement.SetModel(model.Value, new Position(model.Line, model.Column));
                break;
            case "custom":
                throw text.Refuse(settings[ModeKey].Line, 1, Text.Of(Messages.Read_Missing, ModelKey));
            default:
                throw text.Refuse(settings[ModeKey].Line, settings[ModeKey].Column, Text.Of(
                    Messages.Read_Value, ModeKey, DocumentErrors.Quote(mode), "custom, host-model, host-passthrough"));
        }

        if (mode != "custom" && !string.IsNullOrEmpty(model.Value))
        {
            // It counts only there.
            statement.Remark(StatementRemarkKind.NotKept, Text.Of("{0}={1}", ModelKey, model.Value));
        }

        SettingLine list = settings.GetValueOrDefault(FeaturesKey);
        string[] features = (list.Value ?? string.Empty).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (features.Length > MaxFeatures)
        {
            throw text.Refuse(list.Line, list.Column, Text.Of(Messages.Read_TooMany, MaxFeatures));
        }

        foreach (string feature in features)
        {
            // A hyphen in front is general knowledge, not read in the source.
            bool isOff = feature.Length > 1 && feature[0] == '-';
            GuestFeatures.Add(statement, isOff ? feature[1..] : feature, isOff ? CpuPolicy.Disable : CpuPolicy.Require);
            if (isOff)
            {
                statement.Remark(StatementRemarkKind.Uncertain, feature);
            }
        }

        statement.ResolveGuest();
        return [statement.Build(Form.Id)];
    }
}
