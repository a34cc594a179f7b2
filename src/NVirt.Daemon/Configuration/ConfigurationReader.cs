using System.Net;
using NVirt.Fleet.Agent;
using NVirt.Fleet.Agent.Running;
using NVirt.Xml;

namespace NVirt.Daemon.Configuration;

/// <summary>Reads the configuration file.</summary>
internal static class ConfigurationReader
{
    /// <summary>Where the file is unless another one is named; it need not be there.</summary>
    public const string UsualFile = "/etc/nvirt/nvirtd.json";

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
        return Try(() => SettingsFile.Read(name, ConfigurationJson.Default.DaemonConfiguration), name);
    }

    /// <summary>Reads the content of a file.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="name">Its name in messages.</param>
    /// <exception cref="ConfigurationException">It says what makes no sense.</exception>
    public static DaemonConfiguration Parse(byte[] bytes, string name) =>
        Try(() => SettingsFile.Parse(bytes, name, ConfigurationJson.Default.DaemonConfiguration), name);

    private static DaemonConfiguration Try(Func<DaemonConfiguration> read, string name)
    {
        try
        {
            DaemonConfiguration configuration = read();
            RequireRanges(configuration, name);
            if (configuration.Fleet is { } fleet)
            {
                _ = AgentSettings.Of(fleet).Service ?? throw new AgentException(Messages.Config_NoServer);
                if (fleet.Root is not null)
                {
                    throw new AgentException(Messages.Config_FleetRoot);
                }
            }

            return configuration;
        }
        catch (SettingsException e)
        {
            throw new ConfigurationException(e.Message, e);
        }
        catch (AgentException e)
        {
            throw new ConfigurationException($"{name}: fleet: {e.Message}", e);
        }
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
