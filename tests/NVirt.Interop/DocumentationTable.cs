using System.Text.RegularExpressions;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>A table of known differences in a document. Cells hold names in back quotes, in which <c>*</c> stands for anything.</summary>
internal static partial class DocumentationTable
{
    /// <summary>The cells of each row. The last one is the reason, which every row must have.</summary>
    /// <param name="document">The document's name in docs/.</param>
    /// <param name="heading">The heading above the table.</param>
    /// <param name="columns">The table's first line.</param>
    public static IEnumerable<string[]> Read(string document, string heading, string columns)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Places.Root, "docs", document));
        int start = Array.IndexOf(lines, columns, Math.Max(0, Array.IndexOf(lines, heading)));
        Assert.True(start > 0, $"docs/{document} has no table \"{columns}\" under \"{heading}\"");
        int count = Cells(columns).Length;
        return lines.Skip(start + 2).TakeWhile(l => l.StartsWith('|')).Select(line =>
        {
            string[] cells = Cells(line);
            Assert.True(cells.Length == count && cells[^1].Length > 0, $"not a row with a reason: {line}");
            return cells;
        });
    }

    /// <summary>The names in a cell.</summary>
    public static string[] Names(string cell) => [.. Quoted().Matches(cell).Select(m => m.Groups["name"].Value)];

    private static string[] Cells(string line) => line.Trim('|').Split('|', StringSplitOptions.TrimEntries);

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quoted();
}
