using System.Text.Json.Nodes;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>USB controllers.</summary>
internal static class UsbControllerWriter
{
    private const string Companion = "ich9-uhci";
    private const string Models =
        "piix3-uhci, piix4-uhci, ehci, ich9-ehci1, ich9-uhci1, ich9-uhci2, ich9-uhci3, pci-ohci, nec-xhci, qemu-xhci, none";

    public static void Write(GuestDevices devices, ControllerDevice controller, uint index)
    {
        string model = controller.Model ?? (devices.Guest.IsMachine("pc-i440fx") ? "piix3-uhci" : "qemu-xhci");
        devices.Notes.Add(controller, string.Empty, "model", model);
        if (model == "none")
        {
            return;
        }

        devices.WarnIf(controller.Ports is not null && !model.EndsWith("xhci", StringComparison.Ordinal), controller, "ports");
        string usual = index == 0 ? "usb" : Text.Of("usb{0}", index);
        string driver = Driver(model) ?? throw devices.Unsupported(controller, "model", model, Models);
        if (IsCompanion(controller) && MainOf(devices, index) is { } main)
        {
            // Serves slow devices on two ports of the fast controller, and has no bus of its own.
            string mainId = DeviceNames.IsUsers(main.Alias) ? main.Alias! : usual;
            int number = model[^1] - '1';
            devices.WritePci(controller, GuestDevices.Properties(driver, devices.Name(controller, $"{usual}-{model}"))
                .With("masterbus", mainId + ".0").With("firstport", number * 2));
            return;
        }

        string id = devices.Name(controller, usual);
        JsonObject properties = GuestDevices.Properties(driver, id);
        if (model.EndsWith("xhci", StringComparison.Ordinal))
        {
            properties.With("p2", controller.Ports).With("p3", controller.Ports);
        }

        devices.WritePci(controller, properties);
        devices.Controllers.Add(controller, index, id + ".0");
    }

    /// <summary>Whether it serves the slow devices on another controller's ports.</summary>
    public static bool IsCompanion(ControllerDevice controller) =>
        controller is { Type: "usb", Model: { } model } && model.StartsWith(Companion, StringComparison.Ordinal);

    private static ControllerDevice? MainOf(GuestDevices devices, uint index) =>
        devices.All.OfType<ControllerDevice>().FirstOrDefault(c => c is { Type: "usb", Model: "ich9-ehci1" } && (c.Index ?? 0) == index);

    private static string? Driver(string model) => model switch
    {
        "piix3-uhci" => "piix3-usb-uhci",
        "piix4-uhci" => "piix4-usb-uhci",
        "ehci" => "usb-ehci",
        "ich9-ehci1" => "ich9-usb-ehci1",
        "ich9-uhci1" => "ich9-usb-uhci1",
        "ich9-uhci2" => "ich9-usb-uhci2",
        "ich9-uhci3" => "ich9-usb-uhci3",
        "pci-ohci" => "pci-ohci",
        "nec-xhci" => "nec-usb-xhci",
        "qemu-xhci" => "qemu-xhci",
        _ => null,
    };
}
