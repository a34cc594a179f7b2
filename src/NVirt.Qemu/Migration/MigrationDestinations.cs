using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.Migration;

/// <summary>Places to which a guest can go, by what people call them.</summary>
public static class MigrationDestinations
{
    /// <summary>Opens a destination.</summary>
    /// <param name="place">
    /// A folder of domains on this machine, or <c>ssh://[user@]host[:port][/folder]</c>, where <c>nvirt</c> has to be in the path of the user, or
    /// be named by <c>?nvirt=PATH</c> at the end. The variable <c>NVIRT_SSH</c> names another program than <c>ssh</c>, or options for it.
    /// </param>
    /// <param name="map">The map; <see langword="null"/> for the one that is compiled in. Another host has its own.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DomainException">It can not be reached.</exception>
    public static async Task<IMigrationDestination> OpenAsync(string place, CpuMap? map = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(place);
        return place.StartsWith(SshAddress.Scheme + ":", StringComparison.Ordinal)
            ? await SshDestination.ConnectAsync(SshAddress.Parse(place), SshProgram.Usual, MigrationPatience.Usual, cancellation)
            : place.Contains("://", StringComparison.Ordinal)
            ? throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Remote_BadAddress, Text.OnOneLine(place, 300)))
            : new QemuDriver(new QemuDriverOptions { Root = place, Map = map }).OpenOwnDestination();
    }
}
