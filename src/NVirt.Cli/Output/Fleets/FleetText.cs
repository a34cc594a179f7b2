using NVirt.Fleet.Answers;
using NVirt.Xml;

namespace NVirt.Cli.Output.Fleets;

/// <summary>An answer for people, in a terminal.</summary>
internal static class FleetText
{
    // A person reads no more; other forms have all.
    private const int MostRows = 500;
    private const int LongestLine = 100_000;

    public static void Write(Session session, FleetAnswer report)
    {
        Tables.Verdict(session, report.Title, report.Word, (int)report.Answer);
        if (report.Inventory is { } inventory)
        {
            Tables.Paragraphs(session, FleetFacts.Line(inventory));
        }

        foreach ((FleetColumn name, object? value) in report.Facts.Where(f => FleetValue.ToText(f.Value).Length > 0))
        {
            Tables.Paragraphs(session, $"{name.Title}: {FleetValue.ToText(value)}");
        }

        foreach (FleetTable table in report.Tables.Where(t => t.Rows.Count > 0))
        {
            Tables.Heading(session, table.Heading);
            if (table.Columns is [_, { Key: "text" }])
            {
                WriteFiles(session, table);
                continue;
            }

            // Columns that say nothing are left out.
            int[] columns =
            [
                .. Enumerable.Range(0, table.Columns.Count)
                    .Where(c => c == 0 || table.Rows.Any(r => FleetValue.ToText(r[c]).Length > 0)),
            ];
            Tables.Write(
                session, [.. columns.Select(c => table.Columns[c].Title)],
                table.Rows.Take(MostRows).Select(r => (IReadOnlyList<string>)[.. columns.Select(c => FleetValue.ToText(r[c]))]));
            if (table.Rows.Count > MostRows)
            {
                session.Note(Text.Of(Messages.FleetNote_Cut, table.Rows.Count - MostRows));
            }
        }
    }

    // To be copied: line by line, as it is.
    private static void WriteFiles(Session session, FleetTable table)
    {
        foreach (IReadOnlyList<object?> row in table.Rows)
        {
            session.Out.Write($"{FleetValue.ToText(row[0])}:\n\n");
            foreach (string line in ((string)row[1]!).TrimEnd('\n').Split('\n'))
            {
                session.Out.Write(Text.OnOneLine(line, LongestLine) + "\n");
            }

            session.Out.Write("\n");
        }
    }
}
