using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace NVirt.Fleet.Server.Pages;

/// <summary>The language of a page: what the browser likes best of those that there are, English otherwise.</summary>
internal static class PageLanguage
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo[] Known = [English, CultureInfo.GetCultureInfo("de")];

    /// <summary>The language that a request asks for.</summary>
    public static CultureInfo Of(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .Where(l => l.Quality is null or > 0).OrderByDescending(l => l.Quality ?? 1)
            .Select(Find).OfType<CultureInfo>().FirstOrDefault() ?? English;

    private static CultureInfo? Find(StringWithQualityHeaderValue wanted) => Array.Find(Known, k =>
        wanted.Value.Equals(k.Name, StringComparison.OrdinalIgnoreCase)
        || wanted.Value.StartsWith(k.Name + "-", StringComparison.OrdinalIgnoreCase));
}
