using System.Net;
using System.Text;

namespace NVirt.Fleet.Answers;

/// <summary>Parts of answers as HTML. Every text is escaped. Thread-safe as long as each thread has its own text.</summary>
public static class AnswerMarkup
{
    /// <summary>A text that is safe between tags and in quoted attributes.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The class of an answer's colour: yes, no or undecided.</summary>
    public static string ClassOf(FleetAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return answer.Answer switch
        {
            Cpu.Judging.CpuAnswer.Yes => "yes",
            Cpu.Judging.CpuAnswer.Unknown => "undecided",
            _ => "no",
        };
    }

    /// <summary>A table with its heading.</summary>
    /// <param name="page">What it is written to.</param>
    /// <param name="table">The table.</param>
    /// <param name="link">
    /// The address that a value leads to, by its column's key; <see langword="null"/>, or an answer that is, for none.
    /// </param>
    public static void Append(StringBuilder page, FleetTable table, Func<string, object, string?>? link = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(table);
        page.Append("<h2>").Append(Escape(table.Heading)).Append("</h2>\n");
        AppendRegion(page, table.Heading, link is not null);
        page.Append("<table>\n<thead><tr>");
        foreach (FleetColumn column in table.Columns)
        {
            page.Append("<th scope=\"col\">").Append(Escape(column.Title)).Append("</th>");
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (IReadOnlyList<object?> row in table.Rows)
        {
            page.Append("<tr>");
            for (int i = 0; i < row.Count; i++)
            {
                page.Append(row[i] is FleetWord word ? $"<td class=\"{Escape(word.Key)}\">" : "<td>");
                AppendValue(page, row[i], row[i] is { } value ? link?.Invoke(table.Columns[i].Key, value) : null);
                page.Append("</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</tbody>\n</table></div>\n");
    }

    /// <summary>A matrix as colours, with its heading.</summary>
    /// <param name="page">What it is written to.</param>
    /// <param name="map">The matrix.</param>
    /// <param name="link">The address that a cell leads to; <see langword="null"/> for none.</param>
    public static void Append(StringBuilder page, HeatMap map, Func<HeatCell, string>? link = null)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(map);
        page.Append("<h2>").Append(Escape(Messages.Heading_Map)).Append("</h2>\n");
        if (link is null)
        {
            page.Append("<p>").Append(Escape(Messages.Note_MapMarks)).Append("</p>\n");
        }

        if (map.IsCut)
        {
            page.Append("<p>").Append(Escape(Xml.Text.Of(Messages.Note_MapCut, HeatMap.Most))).Append("</p>\n");
        }

        AppendRegion(page, Messages.Heading_Map, link is not null);
        page.Append("<table class=\"map\">\n<thead><tr>").Append(link is null ? "<th></th>" : "<td></td>");
        foreach (string column in map.Columns)
        {
            page.Append("<th scope=\"col\">").Append(Escape(column)).Append("</th>");
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (HeatRow row in map.Rows)
        {
            page.Append("<tr><th scope=\"row\">").Append(Escape(row.Title)).Append("</th>");
            foreach (HeatCell cell in row.Cells)
            {
                page.Append("<td class=\"").Append(Escape(cell.Kind)).Append("\" title=\"").Append(Escape(cell.Title)).Append("\">");
                AppendLink(page, cell.Mark, link?.Invoke(cell), cell.Title);
                page.Append("</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</tbody>\n</table></div>\n");
    }

    // What is wider than the page scrolls by itself; among other things on a page, it must have a name and take the keyboard.
    private static void AppendRegion(StringBuilder page, string name, bool isNamed) => page.Append(isNamed
        ? $"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Escape(name)}\">" : "<div class=\"scroll\">");

    private static void AppendValue(StringBuilder page, object? value, string? address) =>
        AppendLink(page, FleetValue.ToText(value), address);

    // A mark says little to those who hear it.
    private static void AppendLink(StringBuilder page, string text, string? address, string? spoken = null)
    {
        if (address is null)
        {
            page.Append(Escape(text));
            return;
        }

        page.Append("<a href=\"").Append(Escape(address));
        if (spoken is not null)
        {
            page.Append("\" aria-label=\"").Append(Escape(spoken));
        }

        page.Append("\">").Append(Escape(text)).Append("</a>");
    }
}
