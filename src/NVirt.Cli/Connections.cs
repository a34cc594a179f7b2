using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Memory;
using NVirt.Qemu.Driver;
using NVirt.Remote;
using NVirt.VMware;
using NVirt.Xen;
using NVirt.Xml;

namespace NVirt.Cli;

/// <summary>The one place that opens drivers.</summary>
internal static partial class Connections
{
    /// <summary>The connection if none is chosen: QEMU on this machine.</summary>
    public const string Usual = "qemu:///";

    private const string Root = "root";

    /// <summary>What URIs look like.</summary>
    public static IEnumerable<string> Forms => Of(map: null).Forms;

    /// <summary>Connects to a hypervisor.</summary>
    /// <param name="uri">Which one.</param>
    /// <param name="map">The map; <see langword="null"/> for the one that is compiled in.</param>
    /// <exception cref="DomainException">It is no URI of a driver, or cannot be connected to.</exception>
    /// <exception cref="CpuException">This machine's CPU is needed, and cannot be read.</exception>
    public static IDomainDriver Open(string uri, CpuMap? map = null) => Of(map).Open(uri);

    /// <summary>The connection to the QEMU whose domains are in a folder.</summary>
    public static string? UriOfFolder(string? folder) => folder is null ? null
        : $"{Usual}?{Root}={Uri.EscapeDataString(folder).Replace("%2F", "/", StringComparison.Ordinal)}";

    /// <summary>Opens the destination of a migration.</summary>
    /// <param name="place">Its URI, or a folder of domains on this machine, with a slash in it unless it is there.</param>
    /// <param name="address">Where the state is to go; <see langword="null"/> if the destination, a daemon, chooses.</param>
    /// <param name="source">Where the guest is now.</param>
    /// <param name="map">As for <see cref="Open"/>.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DomainException">It is no destination for guests of the source, or cannot be reached.</exception>
    public static Task<IMigrationDestination> OpenDestinationAsync(
        string place, string? address, IDomainDriver source, CpuMap? map, CancellationToken cancellation)
    {
        // A word alone is rather the name of a host than a folder that is to be made.
        string? uri = UriStart().IsMatch(place) ? place
            : place.Contains('/', StringComparison.Ordinal) || Directory.Exists(place) ? UriOfFolder(place)
            : null;
        return uri is null
            ? throw new DomainException(DomainErrorKind.InvalidArgument, Text.Of(Messages.Error_NoDestination, Text.OnOneLine(place, 300)))
            : address is not null && !RemoteDriver.IsUri(uri)
                ? throw new DomainException(DomainErrorKind.InvalidArgument, Text.Of(Messages.Error_NoMigrateUri))
            : Of(map, address, allowsAnyEmulator: true).OpenDestinationAsync(uri, source, cancellation);
    }

    // Guests that the user of this program moves on this machine may name any emulator: that user may run it anyway.
    private static DomainDrivers Of(CpuMap? map, string? address = null, bool allowsAnyEmulator = false) => new(
        new DriverScheme("qemu", p => new QemuDriver(
            new QemuDriverOptions { Root = p.GetValueOrDefault(Root), Map = map, AllowsAnyEmulator = allowsAnyEmulator }))
        {
            Parameters = [Root],
            Remotes = new Dictionary<string, Func<string, CancellationToken, Task<IMigrationDestination>>>
            {
                ["qemu+ssh"] = QemuDriver.ReachAsync,
                ["ssh"] = QemuDriver.ReachAsync,
            },
        },
        new DriverScheme("test", _ => new TestDriver(new TestDriverOptions { Map = map })) { Paths = ["/default"] },
        new DriverScheme("xen", _ => new XenDriver(map: map)) { Paths = ["/system", "/"] },
        new DriverScheme("vmware", _ => new VMwareDriver(map: map)) { Paths = ["/session", "/"] })
    {
        Daemons = RemoteDriver.TryOpen,
        DaemonDestinations = uri => RemoteDriver.TryOpenDestination(uri, address),
        DaemonForms = RemoteDriver.Forms,
    };

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex UriStart();
}
