using System.Text.Json.Nodes;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>PCI ports and bridges. The root is part of the machine.</summary>
internal static class PciControllerWriter
{
    public static void Write(GuestDevices devices, ControllerDevice controller, uint index)
    {
        if (controller.Model is "pci-root" or "pcie-root")
        {
            bool isExpress = ControllerTable.RootBus(devices.Guest) == "pcie.0";
            if (index != 0 || isExpress != (controller.Model == "pcie-root"))
            {
                throw devices.NotOnMachine(controller);
            }

            devices.Notes.Add(controller, "alias", "name", ControllerTable.RootBus(devices.Guest)!);
            return;
        }

        WarnOfDetails(devices, controller);
        string id = devices.Name(controller, Text.Of("pci.{0}", index));
        JsonObject properties = controller.Model switch
        {
            "pcie-root-port" => RootPort(devices, controller, index, id),
            "pci-bridge" => GuestDevices.Properties("pci-bridge", id).With("chassis_nr", controller.ChassisNumber ?? index),
            "pcie-to-pci-bridge" => GuestDevices.Properties("pcie-pci-bridge", id),
            "dmi-to-pci-bridge" => GuestDevices.Properties("i82801b11-bridge", id),
            { } other => throw devices.Unsupported(
                controller, "model", other, "pci-root, pcie-root, pcie-root-port, pci-bridge, pcie-to-pci-bridge, dmi-to-pci-bridge"),
            null => throw devices.Unsupported(controller, "model", null, "pcie-root-port, pci-bridge"),
        };
        devices.WritePci(controller, properties);
        devices.Controllers.Add(controller, index, id);
    }

    private static void WarnOfDetails(GuestDevices devices, ControllerDevice controller)
    {
        bool isPort = controller.Model == "pcie-root-port";
        devices.WarnIf(!isPort && controller.ModelName is not null, controller, "model name");
        devices.WarnIf(!isPort && controller.Chassis is not null, controller, "target chassis");
        devices.WarnIf(!isPort && controller.Port is not null, controller, "target port");
        devices.WarnIf(controller.Model != "pci-bridge" && controller.ChassisNumber is not null, controller, "target chassisNr");
        devices.WarnIf(controller.BusNumber is not null, controller, "target busNr");
        devices.WarnIf(controller.TargetIndex is not null, controller, "target index");
    }

    private static JsonObject RootPort(GuestDevices devices, ControllerDevice controller, uint index, string id)
    {
        string driver = controller.ModelName switch
        {
            null or "pcie-root-port" => "pcie-root-port",
            "ioh3420" => "ioh3420",
            { } other => throw devices.Unsupported(controller, "model name", other, "pcie-root-port, ioh3420"),
        };
        return GuestDevices.Properties(driver, id).With("port", controller.Port).With("chassis", controller.Chassis ?? index);
    }
}
