using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Settings;
using NVirt.Fleet.Server.Tests.Support;
using NVirt.Testing.Services;

namespace NVirt.Fleet.Server.Tests.Api;

/// <summary>The interface's description, and what monitoring systems read.</summary>
public sealed class DescriptionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_description_is_OpenAPI_3_1_and_has_every_route()
    {
        await using RunningService service = await RunningService.StartAsync();
        using HttpClient client = await service.ClientAsync(Roles.Read);
        JsonNode description = await RunningService.GetAsync(client, "/api/v1/openapi.json");
        Assert.StartsWith("3.1", (string)description["openapi"]!, StringComparison.Ordinal);
        string[] described = [.. description["paths"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal)];
        string[] routes =
        [
            .. service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/').Replace(":int}", "}", StringComparison.Ordinal))
                .Where(p => p.StartsWith("/api/v1/", StringComparison.Ordinal) && !p.Contains("openapi", StringComparison.Ordinal))
                .Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.Equal(routes, described);
        Assert.NotNull(description["components"]!["schemas"]!["CheckAnswer"]);
    }

    /// <summary>The program itself reads and writes JSON by generated code only, as its native code must.</summary>
    [Fact]
    public async Task The_program_describes_reports_with_the_names_that_it_takes()
    {
        using TempFolder folder = new();
        string db = Path.Combine(folder.Root, "fleet.db");
        string secret;
        await using (RunningService service = await RunningService.StartAsync(db: db))
        {
            secret = await service.TokenAsync(Roles.Read);
        }

        using FleetServiceProcess program = await FleetServiceProcess.StartAsync(db, FreePort.Find());
        using HttpClient client = new() { BaseAddress = program.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        JsonNode schemas = (await RunningService.GetAsync(client, "/api/v1/openapi.json"))["components"]!["schemas"]!;
        Assert.NotNull(schemas["HostReport"]!["properties"]!["boot_id"]);
        Assert.NotNull(schemas["ReportedGuest"]!["properties"]!["memory_mib"]);
        Assert.Contains("incomplete", schemas["ReportResult"]!["enum"]!.AsArray().Select(v => (string)v!));
    }

    [Fact]
    public async Task Metrics_count_hosts_and_guests_and_name_none()
    {
        await using RunningService service = await RunningService.StartAsync(new ServerSettings { OpenMetrics = true });
        foreach (HostReport report in Samples.Fleet)
        {
            await service.ReportAsync(report);
        }

        await service.RefreshAsync();
        using HttpClient client = service.Client(null);
        string metrics = await client.GetStringAsync("/metrics", Cancellation);
        Assert.Contains("nvirt_hosts{", metrics, StringComparison.Ordinal);
        Assert.Contains("nvirt_host_classes", metrics, StringComparison.Ordinal);
        Assert.Contains("nvirt_reports_total{", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("pve1", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("shop", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("avx2", metrics, StringComparison.Ordinal);
    }
}
