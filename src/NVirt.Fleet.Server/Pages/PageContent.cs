namespace NVirt.Fleet.Server.Pages;

/// <summary>What a page says, without what all pages have.</summary>
/// <param name="Section">The address of the part of the service that it belongs to.</param>
/// <param name="Title">Its title.</param>
/// <param name="Body">Everything below the title.</param>
internal sealed record PageContent(string Section, string Title, PageWriter Body)
{
    /// <summary>The status of HTTP.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The page of something that is not there.</summary>
    public static PageContent Missing(string section, string name) => new(
        section, PageTexts.Missing_Title, new PageWriter().Paragraph(Xml.Text.Of(PageTexts.Missing_Text, Xml.Text.OnOneLine(name, 200))))
    {
        Status = StatusCodes.Status404NotFound,
    };

    /// <summary>The page of a service that has enough to do.</summary>
    public static PageContent Busy(string section) => new(
        section, PageTexts.Busy_Title, new PageWriter().Paragraph(PageTexts.Busy_Text))
    {
        Status = StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>The page of a question that makes no sense.</summary>
    public static PageContent Bad(string section, string why) => new(
        section, PageTexts.Bad_Title, new PageWriter().Paragraph(why))
    {
        Status = StatusCodes.Status400BadRequest,
    };
}
