using System.Text.Json.Nodes;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>An IOMMU.</summary>
internal static class IommuWriter
{
    public static void Write(GuestDevices devices, IommuDevice iommu)
    {
        string id = devices.Numbered(iommu, "iommu");
        switch (iommu.Model)
        {
            case "intel" when devices.Guest.IsMachine("pc-q35"):
                devices.WriteUnplaced(iommu, Intel(iommu, id));
                break;
            case "virtio" when !devices.Guest.IsMachine("pc-i440fx"):
                devices.WarnIf(
                    iommu is not { Intremap: null, CachingMode: null, Eim: null, Iotlb: null, AddressWidth: null }, iommu, "driver");
                devices.WritePci(iommu, GuestDevices.Properties("virtio-iommu-pci", id));
                break;
            case "intel" or "virtio":
                throw devices.NotOnMachine(iommu);
            default:
                throw devices.Unsupported(iommu, "model", iommu.Model, "intel, virtio");
        }
    }

    private static JsonObject Intel(IommuDevice iommu, string id) => GuestDevices.Properties("intel-iommu", id)
        .With("intremap", iommu.Intremap is { } intremap ? DeviceProperties.OnOff(intremap) : null)
        .With("caching-mode", iommu.CachingMode)
        .With("eim", iommu.Eim is { } eim ? DeviceProperties.OnOff(eim) : null)
        .With("device-iotlb", iommu.Iotlb)
        .With("aw-bits", iommu.AddressWidth);
}
