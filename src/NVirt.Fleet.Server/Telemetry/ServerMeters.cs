using System.Diagnostics.Metrics;

namespace NVirt.Fleet.Server.Telemetry;

/// <summary>
/// What the service counts. No host, guest or feature is ever a label (fleet-rules.md 12). Safe for use by several threads.
/// </summary>
internal sealed class ServerMeters : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "NVirt.Fleet.Server";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _reports;
    private readonly Counter<long> _heartbeats;

    public ServerMeters()
    {
        _reports = _meter.CreateCounter<long>("nvirt.reports", description: "Reports, by what became of them.");
        _heartbeats = _meter.CreateCounter<long>("nvirt.heartbeats", description: "Heartbeats, by what became of them.");
    }

    /// <summary>Counts a report.</summary>
    public void CountReport(string result) => _reports.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Counts a heartbeat.</summary>
    public void CountHeartbeat(string result) => _heartbeats.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Tells a number whenever it is asked for.</summary>
    public void Watch(string name, string description, Func<IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableGauge(name, read, description: description);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
