using NVirt.Domains.Driver.Peers;

namespace NVirt.Remote.Transports;

/// <summary>
/// A daemon's socket on another host, by ssh: the one that is named, or else nvirtd's, or else what libvirt's own helper or the usual place
/// leads to.
/// </summary>
internal static class SshTransport
{
    // A program that waits for the other end after its input has ended would stay for good.
    private const string Join = "q=; nc -h 2>&1 | grep -q -e '-q ' && q='-q 0'; exec nc $q -U ";

    /// <summary>Connects. That it cannot is told by the first read.</summary>
    /// <exception cref="NVirt.Domains.Driver.DomainException">ssh cannot be started (no connection).</exception>
    public static Stream Open(RemoteAddress address, SshProgram program)
    {
        string host = address.User is { } user ? $"{user}@{address.Host}" : address.Host!;
        return new ProcessStream(program.Run(new SshHost(host, address.Port), $"sh -c {SshProgram.Quote(ScriptOf(address))}"));
    }

    /// <summary>What is run there.</summary>
    internal static string ScriptOf(RemoteAddress address)
    {
        if (address.Socket is { } socket)
        {
            return Join + SshProgram.Quote(socket);
        }

        string folder = address.IsSession ? "\"$XDG_RUNTIME_DIR\"" : "/run";
        return $"s={folder}/nvirt/nvirt-sock; if ! test -S \"$s\"; then "
            + $"command -v virt-ssh-helper >/dev/null 2>&1 && exec virt-ssh-helper {SshProgram.Quote(address.Name)}; "
            + $"s={folder}/libvirt/libvirt-sock; fi; {Join}\"$s\"";
    }
}
