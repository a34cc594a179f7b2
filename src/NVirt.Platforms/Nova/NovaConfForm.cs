using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Platforms.Lines;
using NVirt.Xml;

namespace NVirt.Platforms.Nova;

/// <summary>nova.conf: the guests' CPU of a compute node (formats.md 6).</summary>
internal static class NovaConfForm
{
    private const string Section = "libvirt";
    private const int MaxFlags = 10_000;

    public static PlatformForm Form { get; } = new(
        "nova-conf", static t => !t.IsJson && !t.IsXml && t.HasKey("[libvirt]")
            && (t.HasKey("cpu_mode") || t.HasKey("cpu_models") || t.HasKey("cpu_model") || t.HasKey("cpu_model_extra_flags")
                || t.HasKey("virt_type")), Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        // The last one of a key counts.
        Dictionary<string, SettingLine> settings = new(StringComparer.Ordinal);
        foreach (SettingLine setting in IniText.Read(text).Where(s => s.Section == Section))
        {
            settings[setting.Key] = setting;
        }

        StatementBuilder statement = new(text, options, StatementSubject.Guest, StatementTruth.Request);
        SettingLine? models = Find("cpu_models") ?? Find("cpu_model");
        SettingLine? mode = Find("cpu_mode");
        string virtType = Find("virt_type")?.Value ?? "kvm";
        string word = mode?.Value ?? (virtType is "kvm" or "qemu" ? "host-model" : "none");
        statement.Line = mode?.Line ?? models?.Line ?? 1;
        string[] names = models is { } list ? ListOf(list.Value) : [];
        if (word == "custom" && names.Length == 0)
        {
            throw text.Refuse(statement.Line, 1, Messages.Nova_NoModels);
        }

        if (word != "custom" && names.Length > 0)
        {
            throw text.Refuse(models!.Value.Line, 1, Messages.Nova_NotCustom);
        }

        switch (word)
        {
            case "custom":
                statement.UsableModels = [.. names.Select(n => ModelOf(text, options, n, models!.Value))];
                statement.Model = ChosenModel(text, options, statement, models!.Value);
                break;
            case var _ when statement.TrySetClass(word):
                break;
            case "none":
                statement.Class = StatementClass.Default;
                break;
            default:
                throw text.Refuse(statement.Line, mode!.Value.Column, Text.Of(
                    Messages.Read_Value, "cpu_mode", DocumentErrors.Quote(word), "none, host-model, host-passthrough, custom, maximum"));
        }

        if (word != "none" && Find("cpu_model_extra_flags") is { } flags)
        {
            AddFlags(text, statement, flags);
        }

        statement.ResolveGuest();
        return [statement.Build(Form.Id)];

        SettingLine? Find(string key) => settings.TryGetValue(key, out SettingLine setting) && setting.Value.Length > 0 ? setting : null;
    }

    // The first model, or the first with all features whose traits the flavor requires.
    private static string ChosenModel(PlatformText text, PlatformReadOptions options, StatementBuilder statement, SettingLine at)
    {
        if (options.NovaFlavor is not { } flavor)
        {
            return statement.UsableModels[0];
        }

        IReadOnlyList<string> required = NovaFlavorForm.RequiredBy(flavor);
        FeatureSet wanted = statement.Space.SetOf(required);
        return statement.UsableModels.FirstOrDefault(m => wanted.Count == required.Count
                && statement.Space.FindModel(m) is { } features && (wanted - features).IsEmpty)
            ?? throw text.Refuse(at.Line, at.Column, Text.Of(Messages.Nova_NoModelForTraits, string.Join(", ", required)));
    }

    // They are a set: their order is lost.
    private static void AddFlags(PlatformText text, StatementBuilder statement, SettingLine setting)
    {
        string[] flags = ListOf(setting.Value);
        if (flags.Length > MaxFlags)
        {
            throw text.Refuse(setting.Line, setting.Column, Text.Of(Messages.Read_TooMany, MaxFlags));
        }

        Dictionary<string, CpuPolicy> seen = new(StringComparer.Ordinal);
        foreach (string flag in flags)
        {
            string name = flag.TrimStart('+', '-').ToLowerInvariant();
            CpuPolicy policy = flag[0] == '-' ? CpuPolicy.Disable : CpuPolicy.Require;
            if (name.Length == 0 || flag.Length - name.Length > 1)
            {
                throw text.Refuse(setting.Line, setting.Column, Text.Of(
                    Messages.Read_Value, setting.Key, DocumentErrors.Quote(flag), "NAME, +NAME, -NAME"));
            }

            if (!seen.TryAdd(name, policy) && seen[name] != policy)
            {
                throw text.Refuse(setting.Line, setting.Column, Text.Of(Messages.Read_Both, DocumentErrors.Quote(name)));
            }

            GuestFeatures.Add(statement, name, policy);
        }
    }

    // Nova takes libvirt's spelling, whatever the case.
    private static string ModelOf(PlatformText text, PlatformReadOptions options, string name, SettingLine at) =>
        options.TheMap.FindModel(name)?.Name
        ?? options.TheMap.Models(CpuArchitecture.X86_64).FirstOrDefault(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name
        ?? throw text.Refuse(new Position(at.Line, at.Column), CpuErrorKind.UnknownName, options.TheMap.UnknownModel(name));

    private static string[] ListOf(string value) =>
        value.Trim('[', ']').Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
