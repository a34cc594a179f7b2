using NVirt.Platforms.Facts;
using NVirt.Xml;

namespace NVirt.Platforms.Levels;

/// <summary>A level of the x86-64 psABI: at least its features, and of all others nothing is known (formats.md 22).</summary>
internal static class LevelForm
{
    public static PlatformForm Form { get; } = new(
        "level", static t => !t.IsJson && !t.IsXml && t.Bytes.Length < 32 && PlatformFacts.PsAbiLevels.Has(t.All.Trim()), Read);

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        string name = text.All.Trim();
        if (!PlatformFacts.PsAbiLevels.Has(name))
        {
            throw text.Refuse(1, 1, Text.Of(Messages.Read_Expected, string.Join(", ", PlatformFacts.PsAbiLevels.Rows.Select(r => r[0]))));
        }

        StatementBuilder statement = new(text, options, StatementSubject.Host, StatementTruth.Baseline)
        {
            Class = StatementClass.Level,
            Name = name,
            Line = 1,
        };
        statement.AddYes(statement.Space.SetOf(PlatformFacts.PsAbiLevels.Rest(name)));
        return [statement.Build(Form.Id)];
    }
}
