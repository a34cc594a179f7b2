using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Validation;

/// <summary>
/// Settings that libvirt passes on but with which QEMU does not start. Here the message names the element, and comes before a process
/// exists.
/// </summary>
internal static class AcceptanceValidation
{
    // APIC numbers without KVM: before 9.0, QEMU has no x2APIC of its own, and 255 means all CPUs.
    private const ulong LargestApicId = 254;
    private const int FewestAddressBits = 32;
    private static readonly Version WithX2Apic = new(9, 0);

    /// <summary>Checks that are possible when a domain is defined.</summary>
    public static void Check(QemuGuest guest)
    {
        if (guest.Arch.IsX86() && !guest.IsKvm && guest.Capabilities.Version < WithX2Apic
            && ApicIds.Last(guest.Domain) is > LargestApicId and var last)
        {
            guest.Report(guest.Refuse(
                "vcpu", Text.Of(Messages.Args_VcpuApic, guest.Domain.Vcpus.Maximum, last, guest.Capabilities.Version, LargestApicId)));
        }

        if (guest.Domain.Cpu?.MaxPhysAddr is { Mode: CpuMaxPhysAddrMode.Emulate, Bits: < FewestAddressBits and var bits })
        {
            guest.Report(guest.Refuse("cpu/maxphysaddr", Text.Of(Messages.Args_AddressBitsFew, bits, FewestAddressBits)));
        }

        CheckKernel(guest);
    }

    /// <summary>Checks that are possible once the CPU is decided.</summary>
    public static void CheckCpu(QemuGuest guest)
    {
        if (guest.Arch.IsX86() && guest.Domain.Cpu is { MaxPhysAddr: { Mode: CpuMaxPhysAddrMode.Emulate, Bits: not null } } cpu
            && !IsLong(guest, cpu))
        {
            throw guest.Refuse("cpu/maxphysaddr", Messages.Args_AddressBits32);
        }
    }

    /// <summary>
    /// Cases that libvirt leaves to QEMU to refuse, so that the command line stays the same (hypervisor-rules.md 4.4 and 4.5).
    /// </summary>
    public static IEnumerable<string> Warnings(QemuGuest guest)
    {
        bool isX86 = guest.Arch.IsX86();
        if (guest.Domain.Cpu?.Topology is { } topology && (isX86 ? topology.Clusters : topology.Dies) > 1)
        {
            yield return guest.Refuse(
                "cpu/topology", Text.Of(Messages.Args_TopologyOfMachine, guest.Machine.Name, isX86 ? "clusters" : "dies")).Message;
        }

        // The requested model: another one that replaces it hides them as well.
        if ((guest.Document.Definition.Cpu ?? guest.Domain.Cpu) is { } cpu
            && guest.Driver.Advanced.HidesThreads(cpu, cpu.Mode == CpuMode.Custom ? null : guest.HostModels.Reported?.Vendor))
        {
            yield return guest.Refuse("cpu/topology", Text.Of(Messages.Args_ThreadsHidden, cpu.Topology!.Value.Threads)).Message;
        }
    }

    // Modes without a model here use everything that is available.
    private static bool IsLong(QemuGuest guest, CpuDefinition cpu)
    {
        CpuFeatureList features = cpu.Model is null ? cpu.Features : guest.Driver.ExpandFeatures(cpu).Features;
        int found = features.IndexOf("lm");
        return found < 0 ? cpu.Model is null : features[found].Policy is not (CpuPolicy.Disable or CpuPolicy.Forbid);
    }

    private static void CheckKernel(QemuGuest guest)
    {
        DomainOs os = guest.Domain.Os;
        string? alone = os.Kernel is not null ? null
            : os.Initrd is not null ? "initrd"
            : os.CommandLine is not null ? "cmdline"
            : os.DeviceTree is not null ? "dtb"
            : null;
        if (alone is not null)
        {
            guest.Report(guest.Refuse($"os/{alone}", Text.Of(Messages.Args_WithoutKernel, alone)));
        }
    }
}
