using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary><c>-smp</c> (hypervisor-rules.md 4.5).</summary>
internal static class SmpSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        DomainVcpus vcpus = guest.Domain.Vcpus;
        OptionText options = new(Text.Of("{0}", vcpus.AtStart));
        if (vcpus.AtStart != vcpus.Maximum)
        {
            options.Add("maxcpus", vcpus.Maximum);
        }

        CpuTopology? given = guest.Domain.Cpu?.Topology;
        CpuTopology topology = given ?? new CpuTopology(vcpus.Maximum, Dies: 1, Clusters: 1, Cores: 1, Threads: 1);
        options.Add("sockets", topology.Sockets);
        if (given is not null && guest.Capabilities.HasDies)
        {
            options.Add("dies", topology.Dies);
        }

        if (given is not null && guest.Capabilities.HasClusters)
        {
            options.Add("clusters", topology.Clusters);
        }

        arguments.Add("-smp", options.Add("cores", topology.Cores).Add("threads", topology.Threads));
    }

    /// <summary>The enabled ones that can be unplugged, in their order; those without an order come last, in document order.</summary>
    public static ImmutableArray<uint> VcpusToPlug(DomainVcpus vcpus) =>
        [.. vcpus.List.Where(v => v is { IsEnabled: true, IsHotpluggable: true }).OrderBy(v => v.Order ?? uint.MaxValue).Select(v => v.Id)];
}
