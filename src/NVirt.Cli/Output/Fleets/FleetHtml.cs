using System.Text;
using NVirt.Fleet.Answers;

namespace NVirt.Cli.Output.Fleets;

/// <summary>An answer as one page that needs nothing else: no script, no other file. Every text is escaped.</summary>
internal static class FleetHtml
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{font:15px/1.45 system-ui,sans-serif;margin:2rem;max-width:110rem}
        table{border-collapse:collapse;margin:.6rem 0 1.6rem}
        th,td{padding:.2rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #8886}
        td{max-width:60rem;overflow-wrap:anywhere}
        .yes,.identical,.superset{background:#2e7d3244}
        .no,.incompatible{background:#c6282855}
        .undecided{background:#f9a82555}
        .answer{display:inline-block;padding:.1rem .6rem;border-radius:.3rem}
        .map td{width:1.6rem;height:1.4rem;padding:0;text-align:center;border:1px solid #8884}
        .map thead th{writing-mode:vertical-rl;transform:rotate(180deg);border:0}
        .scroll{overflow-x:auto}
        """;

    public static void Write(TextWriter output, FleetAnswer report)
    {
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"").Append(Escape(Messages.FleetHtml_Language)).Append("\">\n<head>\n")
            .Append("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
            .Append("<title>").Append(Escape(report.Title)).Append("</title>\n<style>\n").Append(Style)
            .Append("\n</style>\n</head>\n<body>\n")
            .Append("<h1>").Append(Escape(report.Title)).Append("</h1>\n<p><span class=\"answer ")
            .Append(AnswerMarkup.ClassOf(report)).Append("\">").Append(Escape(report.Word)).Append("</span></p>\n");
        if (report.Inventory is { } inventory)
        {
            page.Append("<p>").Append(Escape(FleetFacts.Line(inventory))).Append("</p>\n");
        }

        foreach ((FleetColumn name, object? value) in report.Facts.Where(f => FleetValue.ToText(f.Value).Length > 0))
        {
            page.Append("<p>").Append(Escape(name.Title)).Append(": ").Append(Escape(FleetValue.ToText(value))).Append("</p>\n");
        }

        if (report.Map is { } map)
        {
            AnswerMarkup.Append(page, map);
        }

        foreach (FleetTable table in report.Tables.Where(t => t.Rows.Count > 0))
        {
            AnswerMarkup.Append(page, table);
        }

        output.Write(page.Append("</body>\n</html>\n").ToString());
    }

    private static string Escape(string text) => AnswerMarkup.Escape(text);
}
