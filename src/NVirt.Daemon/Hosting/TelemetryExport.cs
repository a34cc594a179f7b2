using System.Diagnostics.Metrics;
using System.Net;
using NVirt.Daemon.Configuration;
using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Sessions;
using NVirt.Daemon.Telemetry;
using NVirt.Xml;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NVirt.Daemon.Hosting;

/// <summary>Gives measurements and traces to those that the configuration names.</summary>
internal sealed class TelemetryExport(SessionTable sessions, HypervisorTable hypervisors, DaemonMeters meters) : IDisposable
{
    // What .NET measures of its own: memory, collections, threads.
    private const string RuntimeMeter = "System.Runtime";

    private static readonly double[] DurationBounds = [0.0001, 0.001, 0.01, 0.1, 1, 10, 60];

    private readonly List<IDisposable> _providers = [];

    /// <summary>Begins.</summary>
    /// <param name="configuration">Who takes what.</param>
    /// <exception cref="ConfigurationException">The address for Prometheus cannot be listened at.</exception>
    public void Begin(TelemetryConfiguration configuration)
    {
        meters.Watch("nvirt.daemon.clients", "{client}", "Clients that are connected.", CountClients);
        meters.Watch("nvirt.daemon.calls.active", "{call}", "Calls that are being served.", CountCalls);
        meters.Watch("nvirt.daemon.guests", "{guest}", "QEMU's guests by their state.", CountGuests);
        string? version = typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3);
        ResourceBuilder resource =
            ResourceBuilder.CreateEmpty().AddService("nvirtd", serviceVersion: version, serviceInstanceId: Dns.GetHostName());
        MeterProviderBuilder measured = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(DaemonMeters.Name, RuntimeMeter)
            .AddView("nvirt.daemon.call.duration", new ExplicitBucketHistogramConfiguration { Boundaries = DurationBounds });
        if (configuration.Prometheus is { } address)
        {
            IPEndPoint place = IPEndPoint.Parse(address);
            measured.AddPrometheusHttpListener(o => (o.Host, o.Port) = (HostOf(place), place.Port));
        }

        if (configuration.Otlp is { } collector)
        {
            measured.AddOtlpExporter(o => Send(o, collector, "metrics"));
            _providers.Add(Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource(DaemonMeters.Name)
                .SetSampler(new TraceIdRatioBasedSampler(configuration.Traces))
                .AddOtlpExporter(o => Send(o, collector, "traces"))
                .Build());
        }

        try
        {
            _providers.Add(measured.Build());
        }
        catch (InvalidOperationException e) when (e.InnerException is HttpListenerException inner)
        {
            throw new ConfigurationException(Text.Of(Messages.Telemetry_NotListening, configuration.Prometheus, inner.Message), e);
        }
    }

    public void Dispose() => _providers.ForEach(p => p.Dispose());

    private static string HostOf(IPEndPoint place) => place.Address.Equals(IPAddress.Any) || place.Address.Equals(IPAddress.IPv6Any) ? "*"
        : new UriBuilder { Host = place.Address.ToString() }.Host;

    private static void Send(OtlpExporterOptions options, string collector, string signal) =>
        (options.Protocol, options.Endpoint) = (OtlpExportProtocol.HttpProtobuf, new Uri($"{collector.TrimEnd('/')}/v1/{signal}"));

    private IEnumerable<Measurement<long>> CountClients()
    {
        ClientSession[] clients = [.. sessions.All];
        int readers = clients.Count(c => c.IsReadOnly);
        return
        [
            Of(clients.Length - readers, "access", "write"), Of(readers, "access", "read"),
            Of(sessions.Unauthenticated, "access", "none"),
        ];
    }

    private IEnumerable<Measurement<long>> CountCalls() => [new(sessions.All.Sum(c => c.ActiveCalls))];

    // What cannot be counted has no value, and is not zero.
    private IEnumerable<Measurement<long>> CountGuests() =>
        GuestCount.ByStateAsync(hypervisors).GetAwaiter().GetResult() is { } states ? states.Select(s => Of(s.Value, "state", s.Key)) : [];

    private static Measurement<long> Of(long value, string name, string word) => new(value, new KeyValuePair<string, object?>(name, word));
}
