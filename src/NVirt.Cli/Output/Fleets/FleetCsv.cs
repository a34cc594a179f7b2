using NVirt.Fleet.Answers;

namespace NVirt.Cli.Output.Fleets;

/// <summary>A table for spreadsheets and scripts (RFC 4180), with the names of the JSON form as titles.</summary>
internal static class FleetCsv
{
    public static void Write(TextWriter output, FleetTable table)
    {
        Line(output, table.Columns.Select(c => c.Key));
        foreach (IReadOnlyList<object?> row in table.Rows)
        {
            Line(output, row.Select(FleetValue.ToPlain));
        }
    }

    private static void Line(TextWriter output, IEnumerable<string> cells) =>
        output.Write(string.Join(',', cells.Select(Cell)) + "\r\n");

    private static string Cell(string text)
    {
        // A name that begins like a formula would be one.
        string safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !double.TryParse(
            text, System.Globalization.CultureInfo.InvariantCulture, out _) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
