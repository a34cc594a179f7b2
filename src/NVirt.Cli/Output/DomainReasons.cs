using NVirt.Domains.Driver;

namespace NVirt.Cli.Output;

/// <summary>
/// Why a domain is in its state, in a word, where that is not what anybody expects. Programs read the words: they are the same in every
/// language.
/// </summary>
internal static class DomainReasons
{
    public static string? Of(DomainSummary domain) => (domain.State, domain.Reason) switch
    {
        (_, DomainStateReason.Starting) => "starting",
        (_, DomainStateReason.MigratingIn) => "migrating in",
        (_, DomainStateReason.MigratingOut) => "migrating out",
        (DomainState.Paused, DomainStateReason.Migrated) => "migrated",
        (_, DomainStateReason.IoError) => "io error",
        (_, DomainStateReason.Watchdog) => "watchdog",
        (DomainState.Crashed, DomainStateReason.Crashed) => "crashed",
        (_, DomainStateReason.Panicked) => "panicked",
        (_, DomainStateReason.Foreign) => "foreign",
        (_, DomainStateReason.Unreadable) => "unreadable",
        _ => null,
    };
}
