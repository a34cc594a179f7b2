namespace NVirt.Daemon.Configuration;

/// <summary>Where measurements and traces go. Nothing is collected that nobody takes.</summary>
internal sealed record TelemetryConfiguration
{
    /// <summary>
    /// The address at which Prometheus finds the measurements, as <c>host:port</c>; <see langword="null"/> for none. Whoever reaches it may
    /// read them.
    /// </summary>
    public string? Prometheus { get; set; }

    /// <summary>
    /// The collector that is sent measurements and traces by OTLP over HTTP, for example <c>http://127.0.0.1:4318</c>;
    /// <see langword="null"/> for none.
    /// </summary>
    public string? Otlp { get; set; }

    /// <summary>Which part of the calls is traced, from 0 to 1.</summary>
    public double Traces { get; set; } = 1;
}
