using NVirt.Fleet.Answers;

namespace NVirt.Cli.Output.Fleets;

/// <summary>An answer for people, in a terminal.</summary>
internal static class FleetText
{
    // A person reads no more; other forms have all.
    private const int MostRows = 500;

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
                session.Note(Xml.Text.Of(Messages.FleetNote_Cut, table.Rows.Count - MostRows));
            }
        }
    }
}
