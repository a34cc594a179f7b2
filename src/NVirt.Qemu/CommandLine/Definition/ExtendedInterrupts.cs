using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Qemu.CommandLine.Devices;

namespace NVirt.Qemu.CommandLine.Definition;

/// <summary>
/// An APIC has eight bits for a CPU's number. A q35 machine with more CPUs gets an IOMMU with larger interrupt numbers, and with KVM an I/O
/// APIC in QEMU (hypervisor-rules.md 4.2).
/// </summary>
internal static class ExtendedInterrupts
{
    public const int MostVcpusWithout = 255;

    public static bool AreNeeded(QemuGuest guest) => guest.Arch.IsX86() && guest.Domain.Vcpus.Maximum > MostVcpusWithout;

    public static QemuGuest Apply(QemuGuest guest)
    {
        DomainDefinition domain = guest.Domain;
        if (!AreNeeded(guest) || !guest.IsMachine("pc-q35") || domain.Devices.Of<IommuDevice>().Any())
        {
            return guest;
        }

        IommuDevice iommu = new("intel", guest.Document.PlaceOf("vcpu")) { Intremap = true, Eim = true };
        return guest.With(domain with
        {
            Devices = domain.Devices with { All = domain.Devices.All.Add(iommu) },
            Features = guest.IsKvm ? domain.Features with { IoApicDriver = domain.Features.IoApicDriver ?? "qemu" } : domain.Features,
        });
    }
}
