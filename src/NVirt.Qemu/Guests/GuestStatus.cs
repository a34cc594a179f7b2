using NVirt.Domains;

namespace NVirt.Qemu.Guests;

/// <summary>QEMU's words for what a guest is doing.</summary>
internal static class GuestStatus
{
    public const string Running = "running";
    public const string Prelaunch = "prelaunch";
    public const string PostMigrate = "postmigrate";

    public static DomainState ToState(string status) => status switch
    {
        Running => DomainState.Running,
        "shutdown" => DomainState.ShuttingDown,
        "suspended" => DomainState.Suspended,
        "guest-panicked" or "internal-error" => DomainState.Crashed,
        _ => DomainState.Paused,
    };
}
