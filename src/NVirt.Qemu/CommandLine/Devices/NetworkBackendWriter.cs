using System.Security.Cryptography;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>The host side of network interfaces (<c>-netdev</c>): QEMU's own network, or one of the host.</summary>
internal static class NetworkBackendWriter
{
    private const string Kinds = "user, bridge, network, ethernet";

    // libvirt forgets the names that it gave itself; so do we.
    private const string Automatic = "vnet";

    /// <summary>Whether an interface has an end in the host.</summary>
    public static bool IsOfHost(InterfaceDevice net) => net.Type is "bridge" or "network" or "ethernet";

    /// <summary>The name that the host's end is to have; <see langword="null"/> for any.</summary>
    public static string? WantedName(InterfaceDevice net) =>
        net.Target is { } name && !name.StartsWith(Automatic, StringComparison.Ordinal) ? name : null;

    /// <summary>The bridge that the host's end is connected to; <see langword="null"/> for none.</summary>
    public static string? BridgeOf(InterfaceDevice net, QemuCommandLineOptions options) => net switch
    {
        { Type: "bridge", Source: { } bridge } => bridge,
        { Type: "network", Source: { } network } => options.Networks.GetValueOrDefault(network),
        _ => null,
    };

    public static void Write(GuestDevices devices, InterfaceDevice net, string id)
    {
        if (!IsOfHost(net))
        {
            if (net.Type != "user")
            {
                devices.Report(devices.Unsupported(net, "type", net.Type, Kinds));
            }

            devices.WarnIf(net.Target is not null, net, "target dev");
            devices.WriteOption("-netdev", new OptionText("user").Add("id", id));
            return;
        }

        Check(devices, net);
        if (devices.TapOf(net) is { } tap)
        {
            devices.Notes.Add(net, "target", "dev", tap.Name);
            devices.WriteOption("-netdev", new OptionText("tap").Add("fd", tap.Number).Add("id", id));
        }
        else if (BridgeOf(net, devices.Guest.Options) is { } bridge)
        {
            devices.WriteOption("-netdev", new OptionText("bridge").Add("br", bridge).Add("id", id));
        }
        else
        {
            devices.WriteOption(
                "-netdev",
                new OptionText("tap").Add("ifname", WantedName(net)).Add("script", "no").Add("downscript", "no").Add("id", id));
        }
    }

    /// <summary>The address of an interface on a network of the host: no two may have the same, so QEMU's usual one does not do.</summary>
    /// <param name="uuid">The domain's UUID.</param>
    /// <param name="place">The place of the interface among the devices of the document.</param>
    public static string Address(Guid? uuid, int place)
    {
        byte[] own = SHA256.HashData([.. (uuid ?? Guid.Empty).ToByteArray(), .. BitConverter.GetBytes(place)]);
        return Text.Of("52:54:00:{0:x2}:{1:x2}:{2:x2}", own[0], own[1], own[2]);
    }

    private static void Check(GuestDevices devices, InterfaceDevice net)
    {
        if (net.Type == "bridge" && !(net.Source is { } bridge && ValueWords.IsInterface(bridge)))
        {
            devices.Report(devices.Unsupported(net, "source bridge", net.Source, Messages.Args_InterfaceName));
        }

        if (net.Type == "network" && !devices.Guest.Options.AreNetworksUnknown
            && !(net.Source is { } network && devices.Guest.Options.Networks.ContainsKey(network)))
        {
            devices.Report(devices.Refuse(net, Text.Of(Messages.Args_NoNetwork, net.Source, devices.Guest.Options.Networks.IsEmpty ? "-"
                : string.Join(", ", devices.Guest.Options.Networks.Keys))));
        }

        if (WantedName(net) is { } name && !ValueWords.IsInterface(name))
        {
            devices.Report(devices.Unsupported(net, "target dev", name, Messages.Args_InterfaceName));
        }
    }
}
