using NVirt.Fleet.Server.Settings;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NVirt.Fleet.Server.Telemetry;

/// <summary>Gives metrics to Prometheus, and metrics and traces to a collector if the settings name one.</summary>
internal static class MetricsExport
{
    private static readonly double[] DurationBounds = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5];

    // From a minute to a week; a sign of life comes every five minutes.
    private static readonly double[] AgeBounds = [60, 300, 600, 1800, 3600, 6 * 3600, 24 * 3600, 7 * 24 * 3600];

    /// <summary>Adds what is measured.</summary>
    public static void AddTo(IServiceCollection services, ServerSettings settings)
    {
        string? version = typeof(MetricsExport).Assembly.GetName().Version?.ToString(3);
        services.AddOpenTelemetry()
            .ConfigureResource(r => r.Clear().AddService("nvirt-fleetd", serviceVersion: version))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(ServerMeters.Name, "System.Runtime", "Microsoft.AspNetCore.Hosting")
                    .AddView(
                        "http.server.request.duration", new ExplicitBucketHistogramConfiguration { Boundaries = DurationBounds })
                    .AddView(ServerMeters.Ages, new ExplicitBucketHistogramConfiguration { Boundaries = AgeBounds })
                    .AddPrometheusExporter();
                if (settings.Otlp is { } collector)
                {
                    metrics.AddOtlpExporter(o => Send(o, collector, "metrics"));
                }
            });
        if (settings.Otlp is { } place)
        {
            services.AddOpenTelemetry().WithTracing(traces =>
                traces.AddAspNetCoreInstrumentation().AddOtlpExporter(o => Send(o, place, "traces")));
        }
    }

    private static void Send(OtlpExporterOptions options, string collector, string signal) =>
        (options.Protocol, options.Endpoint) = (OtlpExportProtocol.HttpProtobuf, new Uri($"{collector.TrimEnd('/')}/v1/{signal}"));
}
