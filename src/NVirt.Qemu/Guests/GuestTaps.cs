using System.Collections.Immutable;
using System.Runtime.InteropServices;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Domains.Driver;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.CommandLine.Devices;
using NVirt.Qemu.Confinement;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>
/// The host's ends of a guest's network interfaces. QEMU inherits them; the kernel removes them with the last process that has them,
/// however that ends.
/// </summary>
internal sealed class GuestTaps : IDisposable
{
    private readonly List<TapDevice> _open = [];

    private GuestTaps()
    {
    }

    /// <summary>Them, by their places among the devices of the document.</summary>
    public ImmutableSortedDictionary<int, OpenTap> All { get; private set; } = ImmutableSortedDictionary<int, OpenTap>.Empty;

    /// <summary>Makes them. What the document cannot ask for is left out: it is refused with everything else.</summary>
    /// <exception cref="CpuException">A bridge is missing, or a name is taken; the message has the place in the document.</exception>
    /// <exception cref="DomainException">This user may not (access denied).</exception>
    public static GuestTaps Open(DomainDocument document, GuestSettings settings)
    {
        GuestTaps taps = new();
        QemuCommandLineOptions options = new() { Networks = settings.Networks };
        try
        {
            ImmutableArray<DomainDevice> all = document.Definition.Devices.All;
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i] is InterfaceDevice net && NetworkBackendWriter.IsOfHost(net))
                {
                    taps.Open(document, net, i, NetworkBackendWriter.BridgeOf(net, options));
                }
            }

            return taps;
        }
        catch
        {
            taps.Dispose();
            throw;
        }
    }

    /// <summary>Them, with the numbers by which QEMU is told of them.</summary>
    public IEnumerable<(SafeHandle File, int Number)> Inherited => _open.Select(t => (t.File, t.Number));

    public void Dispose() => _open.ForEach(t => t.Dispose());

    private void Open(DomainDocument document, InterfaceDevice net, int place, string? bridge)
    {
        string? name = NetworkBackendWriter.WantedName(net);
        if ((bridge is null && net.Type != "ethernet") || new[] { bridge, name }.Any(n => n is not null && !ValueWords.IsInterface(n)))
        {
            return;
        }

        try
        {
            TapDevice tap = TapDevice.Open(name);
            _open.Add(tap);
            tap.Connect(bridge, net.Mac ?? NetworkBackendWriter.Address(document.Definition.Uuid, place), net.Mtu);
            All = All.Add(place, new OpenTap(tap.Number, tap.Name));
        }
        catch (TapException e)
        {
            throw e.IsAccess ? new DomainException(DomainErrorKind.AccessDenied, document.Refuse(net.Place, e.Message).Message, e)
                : document.Refuse(net.Place, e.Message);
        }
    }
}
