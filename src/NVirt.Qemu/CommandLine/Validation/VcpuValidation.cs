using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Qemu.CommandLine.Definition;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Validation;

/// <summary>How many virtual CPUs there may be (hypervisor-rules.md 4.2).</summary>
internal static class VcpuValidation
{
    public static void Check(QemuGuest guest)
    {
        DomainVcpus vcpus = guest.Domain.Vcpus;
        if (guest.Machine.MaxCpus is > 0 and { } most && vcpus.Maximum > most)
        {
            throw guest.Refuse("vcpu", Text.Of(Messages.Args_VcpuMaximum, vcpus.Maximum, guest.Machine.Name, most));
        }

        VcpuOrder.Check(guest, vcpus);
        if (guest.Domain.Cpu?.Topology is { } topology)
        {
            CheckTopology(guest, vcpus, topology);
        }

        if (ExtendedInterrupts.AreNeeded(guest))
        {
            CheckInterrupts(guest);
        }
    }

    private static void CheckTopology(QemuGuest guest, DomainVcpus vcpus, CpuTopology topology)
    {
        decimal product = (decimal)topology.Sockets * topology.Dies * topology.Clusters * topology.Cores * topology.Threads;
        if (product != vcpus.Maximum)
        {
            guest.Report(guest.Refuse("cpu/topology", Text.Of(Messages.Args_Topology, product, vcpus.Maximum)));
        }

        // A POWER machine only accepts whole cores.
        if (guest.IsMachine("pseries") && vcpus.Current % topology.Threads != 0)
        {
            guest.Report(guest.Refuse("vcpu", Text.Of(Messages.Args_VcpuGranularity, vcpus.Current, topology.Threads)));
        }

        if ((topology.Dies > 1 && !guest.Capabilities.HasDies) || (topology.Clusters > 1 && !guest.Capabilities.HasClusters))
        {
            guest.Report(guest.Refuse(
                "cpu/topology", Text.Of(
                    Messages.Args_TopologyLevel, guest.Emulator, topology.Dies > 1 && !guest.Capabilities.HasDies ? "dies" : "clusters")));
        }
    }

    private static void CheckInterrupts(QemuGuest guest)
    {
        if (!guest.IsMachine("pc-q35"))
        {
            throw guest.Refuse("vcpu", Text.Of(Messages.Args_VcpuNeedQ35, ExtendedInterrupts.MostVcpusWithout, guest.Machine.Name));
        }

        if (!guest.Domain.Devices.Of<IommuDevice>().Any(i => i.Eim == true))
        {
            guest.Report(guest.Refuse("devices/iommu", Text.Of(Messages.Args_VcpuNeedEim, ExtendedInterrupts.MostVcpusWithout)));
        }
    }
}
