using System.Diagnostics.Metrics;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Drifts;

namespace NVirt.Fleet.Server.Telemetry;

/// <summary>
/// What the service counts. No host, guest or feature is ever a label (fleet-rules.md 12). Safe for use by several threads.
/// </summary>
internal sealed class ServerMeters : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "NVirt.Fleet.Server";

    /// <summary>The name of the histogram of ages.</summary>
    public const string Ages = "nvirt.report.age";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _reports;
    private readonly Counter<long> _heartbeats;
    private readonly Counter<long> _drifts;
    private readonly Histogram<double> _ages;

    public ServerMeters()
    {
        _reports = _meter.CreateCounter<long>("nvirt.reports", description: "Reports, by what became of them.");
        _heartbeats = _meter.CreateCounter<long>("nvirt.heartbeats", description: "Heartbeats, by what became of them.");
        _drifts = _meter.CreateCounter<long>("nvirt.drift.events", description: "Changes of hosts' CPUs that were kept, by grade.");
        _ages = _meter.CreateHistogram<double>(
            Ages, unit: "s", description: "How long ago hosts were heard of: each host that is not archived, once for each snapshot.");
    }

    /// <summary>Begins to tell counts whose first increase matters: they are 0 before it.</summary>
    public void Begin()
    {
        foreach (DriftGrade grade in Enum.GetValues<DriftGrade>())
        {
            CountDrift(FleetWords.Of(grade).Key, 0);
        }
    }

    /// <summary>Counts a report.</summary>
    public void CountReport(string result) => _reports.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Counts a heartbeat.</summary>
    public void CountHeartbeat(string result) => _heartbeats.Add(1, new KeyValuePair<string, object?>("result", result));

    /// <summary>Counts changes of hosts' CPUs.</summary>
    public void CountDrift(string grade, long count) => _drifts.Add(count, new KeyValuePair<string, object?>("grade", grade));

    /// <summary>Counts how long ago a host was heard of.</summary>
    public void CountAge(TimeSpan age) => _ages.Record(age.TotalSeconds);

    /// <summary>Tells a number whenever it is asked for.</summary>
    public void Watch(string name, string description, Func<IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableGauge(name, read, description: description);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
