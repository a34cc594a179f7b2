using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>Controllers. Those that are part of the machine are not written.</summary>
internal static class ControllerWriter
{
    public static void Write(GuestDevices devices, ControllerDevice controller)
    {
        devices.WarnIf(controller.Ports is not null && controller.Type is not ("usb" or "virtio-serial"), controller, "ports");
        uint index = devices.Controllers.IndexOf(controller);
        devices.Notes.Add(controller, string.Empty, "index", Text.Of("{0}", index));
        switch (controller.Type)
        {
            case "pci":
                PciControllerWriter.Write(devices, controller, index);
                break;
            case "usb":
                UsbControllerWriter.Write(devices, controller, index);
                break;
            case "ide" when index == 0 && devices.Guest.IsMachine("pc-i440fx"):
            case "sata" when index == 0 && devices.Guest.IsMachine("pc-q35"):
            case "fdc" when index == 0 && devices.Guest.IsMachine("pc-i440fx"):
                break;
            case "sata":
                WritePci(devices, controller, index, "ahci", "sata");
                break;
            case "scsi":
                devices.Notes.Add(controller, string.Empty, "model", ScsiModel(devices.Guest, controller));
                WritePci(devices, controller, index, ScsiDriver(devices, controller), "scsi");
                break;
            case "virtio-serial":
                string driver = DeviceProperties.Virtio(devices, controller, "virtio-serial", controller.Model ?? "virtio");
                WritePci(devices, controller, index, driver, "virtio-serial", new JsonObject().With("max_ports", controller.Ports));
                break;
            case "ide" or "fdc":
                throw devices.NotOnMachine(controller);
            default:
                throw devices.Unsupported(controller, "type", controller.Type, "pci, usb, ide, sata, scsi, virtio-serial, fdc");
        }
    }

    /// <summary>Whether disks on a SCSI controller have targets only, and no units.</summary>
    public static bool IsNarrow(QemuGuest guest, ControllerDevice controller) => ScsiModel(guest, controller) == "lsilogic";

    private static string ScsiDriver(GuestDevices devices, ControllerDevice controller) => ScsiModel(devices.Guest, controller) switch
    {
        "lsilogic" => "lsi",
        "virtio-scsi" => "virtio-scsi-pci",
        { } model when model.StartsWith("virtio-", StringComparison.Ordinal) =>
            DeviceProperties.Virtio(devices, controller, "virtio-scsi", model),
        { } other =>
            throw devices.Unsupported(controller, "model", other, "virtio-scsi, virtio-transitional, virtio-non-transitional, lsilogic"),
    };

    // As in libvirt.
    private static string ScsiModel(QemuGuest guest, ControllerDevice controller) =>
        controller.Model is { } model and not "auto" ? model : guest.Arch.IsX86() ? "lsilogic" : "virtio-scsi";

    private static void WritePci(
        GuestDevices devices, ControllerDevice controller, uint index, string driver, string kind, JsonObject? more = null)
    {
        string id = devices.Name(controller, Text.Of("{0}{1}", kind, index));
        JsonObject properties = GuestDevices.Properties(driver, id);
        foreach ((string name, JsonNode? value) in more ?? [])
        {
            properties[name] = value?.DeepClone();
        }

        devices.WritePci(controller, properties);
        devices.Controllers.Add(controller, index, id + ".0");
    }
}
