using System.Globalization;

namespace NVirt.Fleet.Server.Pages;

/// <summary>A curve as a picture inside the page. The table of the same numbers that stands below it says the same in words.</summary>
internal static class CurvePlot
{
    private const int Width = 480;
    private const int Height = 200;
    private const int Left = 60;
    private const int Right = 12;
    private const int Top = 12;
    private const int Bottom = 36;

    /// <summary>Writes it; fewer than two points are no curve.</summary>
    /// <param name="body">The page.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="across">What is counted to the right.</param>
    /// <param name="points">The points, from left to right; at most some hundred.</param>
    public static void Append(PageWriter body, string title, string across, IReadOnlyList<(long X, long Y)> points)
    {
        if (points.Count < 2)
        {
            return;
        }

        long first = points[0].X;
        long last = Math.Max(points[^1].X, first + 1);
        long most = Math.Max(points.Max(p => p.Y), 1);
        string[] places = [.. points.Select(p => $"{Number(PlaceX(p.X))},{Number(PlaceY(p.Y))}")];
        body.Add("<svg class=\"plot\" viewBox=\"0 0 480 200\" role=\"img\" aria-label=\"").Escaped(title).Add("\">\n")
            .Add($"<path class=\"axis\" fill=\"none\" d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\"/>\n")
            .Add("<polyline class=\"curve\" points=\"").Add(string.Join(' ', places)).Add("\"/>\n");
        foreach (string[] place in places.Select(p => p.Split(',')))
        {
            body.Add($"<circle class=\"point\" r=\"3\" cx=\"{place[0]}\" cy=\"{place[1]}\"/>\n");
        }

        Label(body, Left - 6, Top + 4, "end", Number(most));
        Label(body, Left - 6, Height - Bottom, "end", "0");
        Label(body, Left, Height - Bottom + 14, "middle", Number(first));
        Label(body, Width - Right, Height - Bottom + 14, "end", Number(last));
        Label(body, (Width + Left) / 2, Height - 6, "middle", across);
        body.Add("</svg>\n");

        double PlaceX(long x) => Left + ((Width - Left - Right) * ((double)(x - first) / (last - first)));

        double PlaceY(long y) => Height - Bottom - ((Height - Top - Bottom) * ((double)Math.Max(y, 0) / most));
    }

    private static void Label(PageWriter body, int x, int y, string anchor, string text) =>
        body.Add($"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">").Escaped(text).Add("</text>\n");

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
