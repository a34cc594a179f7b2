using System.Collections.Immutable;
using NVirt.Fleet.Agent.Collecting;
using NVirt.Fleet.Agent.Configuration;
using NVirt.Fleet.Agent.Sending;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.Running;

/// <summary>How an agent works: what a configuration says, checked. Immutable.</summary>
public sealed record AgentSettings
{
    private const int LeastInterval = 10;
    private const int MostInterval = 86_400;
    private const int MostWeight = 1_000_000;
    private const int MostLabels = 64;

    /// <summary>The host's name.</summary>
    public required string Name { get; init; }

    /// <summary>The service; <see langword="null"/> if none is named, so that nothing can be sent.</summary>
    public ServiceAddress? Service { get; init; }

    /// <summary>The folder of what must not be forgotten.</summary>
    public required string State { get; init; }

    /// <summary>The file with the host's token; <see langword="null"/> for none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The file with an enrolment token; <see langword="null"/> for none.</summary>
    public string? EnrolTokenFile { get; init; }

    /// <summary>From one report or heartbeat to the next; each time, up to a tenth more or less.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>The site.</summary>
    public string? Site { get; init; }

    /// <summary>How much the host counts.</summary>
    public long? Weight { get; init; }

    /// <summary>Any names with values.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// The usual folder: <c>/var/lib/nvirt-agent</c> for root; for others <c>$STATE_DIRECTORY</c>, which systemd sets, or
    /// <c>$XDG_STATE_HOME/nvirt-agent</c>, or <c>~/.local/state/nvirt-agent</c>.
    /// </summary>
    public static string UsualState
    {
        get
        {
            if (Environment.GetEnvironmentVariable("STATE_DIRECTORY") is { Length: > 0 } given)
            {
                return given.Split(':')[0];
            }

            if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            {
                return "/var/lib/nvirt-agent";
            }

            string? states = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            return Path.Combine(
                string.IsNullOrEmpty(states)
                    ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state") : states,
                "nvirt-agent");
        }
    }

    /// <summary>Checks what a configuration says.</summary>
    /// <exception cref="AgentException">It makes no sense.</exception>
    public static AgentSettings Of(AgentConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Require("interval", configuration.Interval, LeastInterval, MostInterval);
        Require("weight", configuration.Weight ?? 1, 0, MostWeight);
        Require("labels", configuration.Labels.Count, 0, MostLabels);
        string name = configuration.Name ?? Environment.MachineName;
        foreach (string word in (string[])[name, configuration.Site ?? "-", .. configuration.Labels.Keys])
        {
            RequireWord(word, word);
        }

        foreach (string value in configuration.Labels.Values)
        {
            RequireWord(value.Length == 0 ? "-" : value, value);
        }

        return new AgentSettings
        {
            Name = name,
            Service = configuration.Server is { } server ? ServiceAddress.Parse(server, configuration.Insecure) with
            {
                Authority = configuration.Ca,
                Certificate = configuration.Certificate,
                Key = configuration.Key,
            }
            : null,
            State = configuration.State ?? UsualState,
            TokenFile = configuration.TokenFile,
            EnrolTokenFile = configuration.EnrolTokenFile,
            Interval = TimeSpan.FromSeconds(configuration.Interval),
            Site = configuration.Site,
            Weight = configuration.Weight,
            Labels = configuration.Labels.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    /// <summary>What was read, with what only the configuration says.</summary>
    public CollectedHost Complete(CollectedHost host) =>
        host with { Facts = host.Facts with { Site = Site, Weight = Weight, Labels = Labels } };

    private static void Require(string what, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            throw new AgentException(Text.Of(Messages.Settings_Range, what, value, least, most));
        }
    }

    private static void RequireWord(string word, string shown)
    {
        if (ReportWord.Of(word) != word)
        {
            throw new AgentException(Text.Of(Messages.Settings_Word, ReportWord.Reason(shown)));
        }
    }
}
