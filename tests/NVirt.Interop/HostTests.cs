using System.Text.Json;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Xml;

namespace NVirt.Interop;

/// <summary>This machine as we read it, beside what libvirt says of it.</summary>
public sealed class HostTests(Libvirt libvirt)
{
    [Fact]
    public void Our_host_cpu_is_libvirts_on_the_same_map()
    {
        EmbeddedHost.NeedsProcessorsAlike(libvirt);
        CpuDefinition theirs = EmbeddedHost.Read(libvirt);
        CpuDefinition ours = HostCpu.Read(libvirt.Map).Definition;
        Assert.Equal(Facts(theirs), Facts(ours));
    }

    [Fact]
    public void Our_topology_is_that_of_libvirts_node_information()
    {
        EmbeddedHost.NeedsProcessorsAlike(libvirt);

        // Model, memory, processors, MHz, then nodes, sockets a node, cores a socket, threads a core.
        JsonElement node = libvirt.Ask("embed", "getInfo").Get();
        CpuTopology expected = new(node[5].GetUInt32(), 1, 1, node[6].GetUInt32(), node[7].GetUInt32());
        Assert.Equal(expected, HostCpu.Read(libvirt.Map).Reading.Topology);
    }

    // A line a fact, so that a failure shows the one that differs. Documents leave the mode of a host open.
    private static string Facts(CpuDefinition host) => CpuXml.Format(host with { Mode = null });
}
