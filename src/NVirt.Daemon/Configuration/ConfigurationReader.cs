using System.Net;
using System.Text.Json;
using NVirt.Xml;

namespace NVirt.Daemon.Configuration;

/// <summary>Reads the configuration file.</summary>
internal static class ConfigurationReader
{
    /// <summary>Where the file is unless another one is named; it need not be there.</summary>
    public const string UsualFile = "/etc/nvirt/nvirtd.json";

    private const int MaxBytes = 1 << 20;
    private const int LongestShown = 200;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file; <see langword="null"/> for the usual one, if there is one.</param>
    /// <exception cref="ConfigurationException">It cannot be read, or says what makes no sense.</exception>
    public static DaemonConfiguration Read(string? file)
    {
        if (file is null && !File.Exists(UsualFile))
        {
            return new DaemonConfiguration();
        }

        string name = file ?? UsualFile;
        byte[] bytes;
        try
        {
            using FileStream stream = PlainFile.Open(name);
            if (stream.Length > MaxBytes)
            {
                throw new ConfigurationException(Text.Of(Messages.Config_TooLarge, name, MaxBytes >> 20));
            }

            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{name}: {e.Message}", e);
        }

        return Parse(bytes, name);
    }

    /// <summary>Reads the content of a file.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="name">Its name in messages.</param>
    /// <exception cref="ConfigurationException">It says what makes no sense.</exception>
    public static DaemonConfiguration Parse(ReadOnlySpan<byte> bytes, string name)
    {
        DaemonConfiguration? configuration;
        try
        {
            configuration = JsonSerializer.Deserialize(bytes, ConfigurationJson.Default.DaemonConfiguration);
        }
        catch (JsonException e)
        {
            throw new ConfigurationException(
                At(name, (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1, Reason(e)), e);
        }

        if (configuration is not { Limits: not null, Peers: not null })
        {
            throw new ConfigurationException(At(name, 1, 1, Messages.Config_Null));
        }

        RequireRanges(configuration, name);
        return configuration;
    }

    private static string At(string name, long line, long column, string problem) =>
        Text.Of("{0}:{1}:{2}: {3}", name, line, column, problem);

    // The reader's own words speak of types in this program, and end with the place once more.
    private static string Reason(JsonException problem)
    {
        if (problem.Message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return Text.Of(Messages.Config_UnknownName, problem.Message.Split('\'') is [_, { } name, ..] ? name : problem.Path);
        }

        if (problem.Message.Contains("could not be converted", StringComparison.Ordinal))
        {
            return Text.Of(Messages.Config_WrongKind, problem.Path is { Length: > 2 } path ? path[2..] : "/");
        }

        int end = problem.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return Text.OnOneLine(end < 0 ? problem.Message : problem.Message[..end]);
    }

    private static void RequireRanges(DaemonConfiguration configuration, string name)
    {
        LimitConfiguration limits = configuration.Limits;
        Require("limits.clients", limits.Clients, 1, 100_000);
        Require("limits.unauthenticatedClients", limits.UnauthenticatedClients, 1, 100_000);
        Require("limits.callsOfClient", limits.CallsOfClient, 1, 1000);
        Require("limits.waitingEvents", limits.WaitingEvents, 16, 1_000_000);
        Require("limits.keepaliveInterval", limits.KeepaliveInterval, 1, 3600);
        Require("limits.keepaliveCount", limits.KeepaliveCount, 1, 1000);
        if (configuration.Tls is { } tls)
        {
            Require("tls.port", tls.Port, 1, ushort.MaxValue);
        }

        if (configuration.Telemetry is { } telemetry)
        {
            RequireTelemetry(telemetry, name);
        }

        if (configuration.Readers == ReaderScope.Group && configuration.Group is null)
        {
            throw new ConfigurationException(Text.Of(Messages.Config_NoGroup, name));
        }

        void Require(string what, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                throw new ConfigurationException(Text.Of(Messages.Config_Range, name, what, value, least, most));
            }
        }
    }

    private static void RequireTelemetry(TelemetryConfiguration telemetry, string name)
    {
        // Any address of this host is written as 0.0.0.0.
        if (telemetry.Prometheus is { } address && !(IPEndPoint.TryParse(address, out IPEndPoint? place) && place.Port > 0))
        {
            throw new ConfigurationException(Text.Of(Messages.Config_Prometheus, name, Text.OnOneLine(address, LongestShown)));
        }

        if (telemetry.Otlp is { } collector
            && !(Uri.TryCreate(collector, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"))
        {
            throw new ConfigurationException(Text.Of(Messages.Config_Otlp, name, Text.OnOneLine(collector, LongestShown)));
        }

        if (!(telemetry.Traces is >= 0 and <= 1))
        {
            throw new ConfigurationException(Text.Of(Messages.Config_Traces, name, telemetry.Traces));
        }
    }
}
