using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Settings;

namespace NVirt.Fleet.Server.Api;

/// <summary>All routes of the interface.</summary>
internal static class ApiRoutes
{
    /// <summary>Where it begins.</summary>
    public const string Root = "/api/v1";

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes, ServerSettings settings)
    {
        RouteGroupBuilder api = routes.MapGroup(Root);
        ReportEndpoints.Map(api);
        HostEndpoints.Map(api);
        GuestEndpoints.Map(api);
        CheckEndpoints.Map(api);
        PoolEndpoints.Map(api);
        QuestionEndpoints.Map(api);
        PlanningEndpoints.Map(api);
        ConvertEndpoints.Map(api);
        HistoryEndpoints.Map(api);
        TokenEndpoints.Map(api);
        HealthEndpoints.Map(api);
        HealthEndpoints.Map(routes.MapGroup(string.Empty).ExcludeFromDescription());
        ApiDescription.Map(routes).WithMetadata(new NeededRole(Roles.Read));
        IEndpointConventionBuilder metrics = routes.MapPrometheusScrapingEndpoint("/metrics");
        if (!settings.OpenMetrics)
        {
            metrics.WithMetadata(new NeededRole(Roles.Read));
        }
    }
}
