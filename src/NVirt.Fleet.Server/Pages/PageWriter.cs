using System.Text;
using NVirt.Fleet.Answers;

namespace NVirt.Fleet.Server.Pages;

/// <summary>Writes the body of a page. Every text is escaped, so nothing that a host reported becomes markup.</summary>
internal sealed class PageWriter
{
    private readonly StringBuilder _html = new();

    /// <summary>A heading below the title.</summary>
    public PageWriter Heading(string text) => Element("h2", text);

    /// <summary>A paragraph.</summary>
    public PageWriter Paragraph(string text) => Element("p", text);

    /// <summary>An answer as a coloured word.</summary>
    /// <param name="kind">The colour: yes, no, undecided.</param>
    /// <param name="text">The word.</param>
    public PageWriter Answer(string kind, string text) =>
        Add("<p><span class=\"answer ").Escaped(kind).Add("\">").Escaped(text).Add("</span></p>\n");

    /// <summary>A paragraph that leads somewhere.</summary>
    public PageWriter Link(string address, string text) => Add("<p>").Anchor(address, text).Add("</p>\n");

    /// <summary>Values by name; those that say nothing are left out.</summary>
    public PageWriter Facts(params IEnumerable<(string Name, object? Value, string? Address)> facts)
    {
        Add("<dl>\n");
        foreach ((string name, object? value, string? address) in facts)
        {
            string text = FleetValue.ToText(value);
            if (text.Length > 0)
            {
                Element("dt", name).Add("<dd>");
                (address is null ? Escaped(text) : Anchor(address, text)).Add("</dd>\n");
            }
        }

        return Add("</dl>\n");
    }

    /// <summary>A table, whose names lead to their pages.</summary>
    public PageWriter Table(FleetTable table, Func<string, object, string?>? link = null)
    {
        if (table.Rows.Count == 0)
        {
            return Heading(table.Heading).Paragraph(PageTexts.None);
        }

        AnswerMarkup.Append(_html, table, link ?? PageLinks.Of);
        return this;
    }

    /// <summary>The same, of a table that may be long: what is left out is counted.</summary>
    public PageWriter Table(FleetTable table, int most)
    {
        Table(table with { Rows = [.. table.Rows.Take(most)] });
        return table.Rows.Count <= most ? this : Paragraph(Xml.Text.Of(PageTexts.NotShown, table.Rows.Count - most));
    }

    /// <summary>A matrix as colours, whose cells lead to their reasons.</summary>
    public PageWriter Map(HeatMap map)
    {
        AnswerMarkup.Append(_html, map, c => PageLinks.Pair(c.Guests, c.Hosts));
        return this;
    }

    /// <summary>Names that lead to their pages, one beside the other.</summary>
    public PageWriter Names(string heading, IEnumerable<string> names, Func<string, string> address)
    {
        Heading(heading).Add("<ul class=\"names\">\n");
        foreach (string name in names)
        {
            Add("<li>").Anchor(address(name), name).Add("</li>\n");
        }

        return Add("</ul>\n");
    }

    /// <summary>A form that asks for a page again.</summary>
    public PageWriter Form(string action, string submit, params ReadOnlySpan<PageField> fields)
    {
        Add("<form method=\"get\" action=\"").Escaped(action).Add("\">\n");
        foreach (PageField field in fields)
        {
            Add("<label>");
            if (field.IsBox)
            {
                Add("<input type=\"checkbox\" value=\"true\" name=\"").Escaped(field.Name)
                    .Add(field.Value is null ? "\"> " : "\" checked> ").Escaped(field.Label);
            }
            else
            {
                Escaped(field.Label).Add(" ");
                Input(field);
            }

            Add("</label>\n");
        }

        return Add("<button type=\"submit\">").Escaped(submit).Add("</button>\n</form>\n");
    }

    /// <summary>Where the next part of a list is; nothing after the last.</summary>
    public PageWriter Next(string? address) => address is null ? this
        : Add("<p class=\"next\"><a rel=\"next\" href=\"").Escaped(address).Add("\">").Escaped(PageTexts.Next)
            .Add("</a></p>\n");

    /// <summary>A link.</summary>
    public PageWriter Anchor(string address, string text) => Add("<a href=\"").Escaped(address).Add("\">").Escaped(text).Add("</a>");

    /// <summary>An element with nothing but text in it.</summary>
    public PageWriter Element(string name, string text) =>
        Add("<").Add(name).Add(">").Escaped(text).Add("</").Add(name).Add(">\n");

    /// <summary>A text that is escaped.</summary>
    public PageWriter Escaped(string text) => Add(AnswerMarkup.Escape(text));

    /// <summary>Markup of this program: never anything that came from elsewhere.</summary>
    public PageWriter Add(string markup)
    {
        _html.Append(markup);
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();

    private void Input(PageField field)
    {
        if (field.Choices.Count == 0)
        {
            Add("<input type=\"text\" name=\"").Escaped(field.Name).Add("\" value=\"").Escaped(field.Value ?? string.Empty).Add("\">");
            return;
        }

        Add("<select name=\"").Escaped(field.Name).Add("\">");
        foreach ((string value, string title) in field.Choices)
        {
            Add("<option value=\"").Escaped(value).Add(value == (field.Value ?? string.Empty) ? "\" selected>" : "\">").Escaped(title)
                .Add("</option>");
        }

        Add("</select>");
    }
}
