using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Qemu.Replies;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.GuestCpu;

/// <summary>Hyper-V enlightenments as options of <c>-cpu</c>, in a fixed order (hypervisor-rules.md 4.4, steps 7 and 8).</summary>
internal static class HyperVOptions
{
    public static void Write(QemuGuest guest, OptionText options)
    {
        switch (guest.Domain.Features.HyperV)
        {
            case { Mode: HyperVMode.Passthrough }:
                options.Add("hv-passthrough", true);
                break;
            case { } features:
                foreach (HyperVFeature feature in Enum.GetValues<HyperVFeature>().Where(features.IsOn))
                {
                    Write(guest, features, feature, options);
                }

                break;
        }

        if (guest.Domain.Devices.Of<PanicDevice>().Any(p => p.Model == "hyperv"))
        {
            options.Add("hv-crash");
        }
    }

    private static void Write(QemuGuest guest, HyperVFeatures features, HyperVFeature feature, OptionText options)
    {
        string name = "hv-" + HyperVFeatures.Names[(int)feature];

        // As in libvirt: of the names that QEMU writes with hyphens, only this one has hyphens on every architecture.
        name = guest.Arch.IsX86() || feature == HyperVFeature.VendorId ? QemuNames.ToQemu(name) : name;
        switch (feature)
        {
            case HyperVFeature.Spinlocks:
                options.Add(name, Text.Of("0x{0:x}", features.SpinlockRetries));
                break;
            case HyperVFeature.VendorId:
                options.Add(name, features.VendorId);
                break;
            default:
                options.Add(name, true);
                break;
        }

        if (feature == HyperVFeature.Stimer && features.StimerDirect == true)
        {
            options.Add(name + "-direct", true);
        }

        if (feature == HyperVFeature.TlbFlush && features.TlbFlushDirect == true)
        {
            options.Add(name + "-direct", true);
        }

        if (feature == HyperVFeature.TlbFlush && features.TlbFlushExtended == true)
        {
            options.Add(name + "-ext", true);
        }
    }
}
