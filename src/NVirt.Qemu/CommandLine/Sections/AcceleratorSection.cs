using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary><c>-accel</c>.</summary>
internal static class AcceleratorSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        KvmFeatures kvm = guest.Domain.Features.Kvm;
        OptionText options = new(guest.Slot.Accelerator.ToName());
        if (guest.IsKvm && kvm.DirtyRing == true)
        {
            options.Add("dirty-ring-size", kvm.DirtyRingSize);
        }

        arguments.Add("-accel", options);
    }
}
