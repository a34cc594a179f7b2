using System.IO.Enumeration;
using NVirt.Testing;

namespace NVirt.Interop.RelaxNg;

/// <summary>The table in docs/validate.md: where validators disagree, and which one is right.</summary>
internal static class Disagreements
{
    /// <summary>Each row has its own schema and document, so that a row that is no longer true is noticed.</summary>
    public static readonly string Folder = Path.Combine(Places.Root, "tests", "NVirt.Interop", "RelaxNg", "disagreements");

    public static Row[] All() =>
    [
        .. DocumentationTable.Read(
            "validate.md", "## Where validators disagree", "| case | what was changed | xmllint | jing | NVirt | why |")
            .Select(cells =>
                new Row(cells[0].Trim('`'), DocumentationTable.Names(cells[1]), IsValid(cells[2]), IsValid(cells[3]), IsValid(cells[4]))),
    ];

    private static bool IsValid(string cell) => cell switch
    {
        "valid" => true,
        "invalid" => false,
        _ => throw new InvalidOperationException($"not a verdict: {cell}"),
    };

    internal sealed record Row(string Case, string[] Changes, bool Xmllint, bool Jing, bool Ours)
    {
        public bool Covers(string change, bool xmllint, bool jing) => (xmllint, jing) == (Xmllint, Jing)
            && Array.Exists(Changes, c => FileSystemName.MatchesSimpleExpression(c, change, ignoreCase: false));
    }
}
