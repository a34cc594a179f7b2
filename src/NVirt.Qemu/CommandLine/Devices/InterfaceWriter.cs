using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>The guest side of network interfaces.</summary>
internal static class InterfaceWriter
{
    public static void Write(GuestDevices devices, InterfaceDevice net)
    {
        if (net.Driver is { } packets and not "qemu")
        {
            devices.Report(devices.Unsupported(net, "driver name", packets, "qemu"));
        }

        if (net.LinkUp == false)
        {
            devices.Report(devices.Unsupported(net, "link state", "down", "up"));
        }

        devices.WarnIf(net.Queues is not null, net, "driver queues");
        string model = net.Model ?? (devices.Guest.Arch.IsX86() ? "rtl8139" : "virtio");
        devices.Notes.Add(net, "model", "type", model);
        bool isVirtio = model.StartsWith("virtio", StringComparison.Ordinal);
        devices.WarnIf(!isVirtio && net.Mtu is not null, net, "mtu");
        string id = devices.Numbered(net, "net");
        string host = "host" + id;
        NetworkBackendWriter.Write(devices, net, host);
        string? mac = net.Mac ?? (NetworkBackendWriter.IsOfHost(net)
            ? NetworkBackendWriter.Address(devices.Guest.Domain.Uuid, devices.PlaceOf(net)) : null);
        if (net.Mac is null && mac is not null)
        {
            devices.Notes.Add(net, "mac", "address", mac);
        }

        JsonObject properties =
            GuestDevices.Properties(isVirtio ? DeviceProperties.Virtio(devices, net, "virtio-net", model) : Card(devices, net, model), id)
            .With("netdev", host)
            .With("mac", mac)
            .With("host_mtu", isVirtio ? net.Mtu : null)
            .With("bootindex", devices.BootIndex(net));
        devices.WritePci(net, properties);
    }

    private static string Card(GuestDevices devices, InterfaceDevice net, string model) => model switch
    {
        "e1000" or "e1000e" or "rtl8139" or "pcnet" or "ne2k_pci" => model,
        _ => throw devices.Unsupported(
            net, "model type", model, "virtio, virtio-transitional, virtio-non-transitional, e1000, e1000e, rtl8139, pcnet, ne2k_pci"),
    };
}
