using System.Globalization;
using NVirt.Cpu;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Snapshots;

namespace NVirt.Fleet.Server.Pages;

/// <summary>All routes of the pages: made on the server, and of use without a script.</summary>
internal static class PageRoutes
{
    private const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Adds them. Pages need the role <see cref="Roles.Read"/>; their style sheet and script need none.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder pages = routes.MapGroup(string.Empty).WithMetadata(new NeededRole(Roles.Read)).ExcludeFromDescription();
        Page(OverviewHtml.Address, OverviewHtml.OfAsync);
        Page(MatrixHtml.Address, MatrixHtml.OfAsync);
        Page(MatrixHtml.Address + "/{guestClass}/{hostClass}", PairHtml.OfAsync);
        Page(PoolsHtml.Address, PoolsHtml.OfAsync);
        Page(PoolsHtml.Address + "/{name}", PoolHtml.OfAsync);
        Page(HostsHtml.Address, HostsHtml.OfAsync);
        Page(HostsHtml.Address + "/{name}", HostHtml.OfAsync);
        Page(GuestsHtml.Address, GuestsHtml.OfAsync);
        Page(GuestsHtml.Address + "/{id}", GuestHtml.OfAsync);
        Page(PlanHtml.Address, PlanHtml.OfAsync);
        Page(DriftHtml.Address, DriftHtml.OfAsync);
        Page(AuditHtml.Address, AuditHtml.OfAsync);
        foreach (PageAsset asset in PageAssets.All)
        {
            routes.MapGet(asset.Path, asset.SendAsync).ExcludeFromDescription();
        }

        void Page(string address, Func<PageRequest, Task<PageContent>> content) =>
            pages.MapGet(address, context => AnswerAsync(context, content));
    }

    private static async Task AnswerAsync(HttpContext context, Func<PageRequest, Task<PageContent>> make)
    {
        CultureInfo language = PageLanguage.Of(context.Request);
        CultureInfo.CurrentUICulture = language;
        SnapshotKeeper keeper = context.RequestServices.GetRequiredService<SnapshotKeeper>();
        PageRequest request = new(
            context, await keeper.GetAsync(context.RequestAborted),
            context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        PageContent content;
        try
        {
            content = await make(request);
        }
        catch (CpuException e)
        {
            content = PageContent.Bad(OverviewHtml.Address, Xml.Text.OnOneLine(e.Message));
        }

        string page = PageLayout.Of(request, content);
        HttpResponse response = context.Response;
        response.StatusCode = content.Status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.ContentLanguage = language.Name;
        response.Headers.Vary = "Accept-Language";
        await response.WriteAsync(page, context.RequestAborted);
    }
}
