using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace NVirt.Daemon.Telemetry;

/// <summary>What the daemon counts of its work. What nobody listens to costs a look. Safe for use by several threads.</summary>
internal sealed class DaemonMeters : IDisposable
{
    /// <summary>The name of the meter, and of the source of traces.</summary>
    public const string Name = "NVirt.Daemon";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _refused;
    private long _served;
    private long _failed;
    private long _sentAway;

    public DaemonMeters()
    {
        _calls = _meter.CreateCounter<long>("nvirt.daemon.calls", "{call}", "Calls that were answered.");
        _durations = _meter.CreateHistogram<double>(
            "nvirt.daemon.call.duration", "s", "How long calls took, from their arguments to their results.");
        _refused = _meter.CreateCounter<long>("nvirt.daemon.clients.refused", "{client}", "Clients that were sent away.");
    }

    /// <summary>How many calls were answered.</summary>
    public long Served => Volatile.Read(ref _served);

    /// <summary>How many of them were answered with an error.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>How many clients were sent away.</summary>
    public long SentAway => Volatile.Read(ref _sentAway);

    /// <summary>Counts a call that was answered.</summary>
    /// <param name="procedure">Its name.</param>
    /// <param name="began">When it began (<see cref="Stopwatch.GetTimestamp"/>).</param>
    /// <param name="hasFailed">Whether the answer is an error.</param>
    public void Count(string procedure, long began, bool hasFailed)
    {
        Interlocked.Increment(ref _served);
        if (hasFailed)
        {
            Interlocked.Increment(ref _failed);
        }

        KeyValuePair<string, object?> name = new("procedure", procedure);
        if (_calls.Enabled)
        {
            _calls.Add(1, name, new("outcome", hasFailed ? "error" : "ok"));
        }

        if (_durations.Enabled)
        {
            _durations.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, name);
        }
    }

    /// <summary>Counts a client that was sent away.</summary>
    /// <param name="reason">Why, in one word.</param>
    public void CountRefused(string reason)
    {
        Interlocked.Increment(ref _sentAway);
        _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
    }

    /// <summary>Lets who measures ask how things are at that moment.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="unit">In what.</param>
    /// <param name="description">What it is, in English.</param>
    /// <param name="read">Gives the values; none of what cannot be told now.</param>
    public void Watch(string name, string unit, string description, Func<IEnumerable<Measurement<long>>> read) =>
        _meter.CreateObservableGauge(name, read, unit, description);

    public void Dispose() => _meter.Dispose();
}
