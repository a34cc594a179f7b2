using NVirt.Fleet.Answers;

namespace NVirt.Fleet.Server.Pages;

/// <summary>Which guests can run where, as colours; each cell leads to its reasons.</summary>
internal static class MatrixHtml
{
    public const string Address = "/matrix";

    public static Task<PageContent> OfAsync(PageRequest request) => request.HeavyAsync(Address, () =>
    {
        HeatMap map = MatrixAnswer.MapOf(request.Snapshot.Matrix);
        PageWriter body = new PageWriter().Paragraph(PageTexts.Matrix_Legend);
        return new PageContent(
            Address, PageTexts.Matrix, map.Rows.Count == 0 || map.Columns.Count == 0 ? body.Paragraph(PageTexts.None) : body.Map(map));
    });
}
