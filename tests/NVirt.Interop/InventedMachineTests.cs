using NVirt.Cpu;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.RelaxNg.Patterns;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>
/// Cells, processors and caches of random machines, as libvirt reads them in its own mount namespace, and as we do. Needs permission
/// to create one.
/// </summary>
public sealed class InventedMachineTests(Libvirt installed)
{
    private const int Usual = 5;

    // 9.0 does not report them.
    private const string Clusters = "/@cluster_id";

    [Fact]
    public void Cells_and_caches_of_random_machines_are_libvirts()
    {
        Assert.True(installed.Version > 0);
        Random random = new(RunSettings.Seed);
        using TempFolder libvirt = new();
        Report report = new();
        for (int i = 0; i < RunSettings.Times(Usual); i++)
        {
            using TempFolder machine = new();
            RandomMachine.Write(machine, random);
            IReadOnlyList<CapabilitiesFact> theirs = Parts(AskLibvirt(machine, libvirt));
            report.Count($"{theirs.Count(f => f.Place.EndsWith("/cpus/@num", StringComparison.Ordinal))} cells");
            report.Compare(Lines(theirs), Lines(Parts(Read(machine))), () => $"machine {i}");
        }

        report.Finish("machines");
    }

    private static string AskLibvirt(TempFolder machine, TempFolder folder)
    {
        using LibvirtProcess? process =
            LibvirtProcess.TryStartOn(Path.Combine(machine.Root, "sys/devices/system"), folder, out string? problem);
        Needs.Hardware(process is not null, $"libvirt cannot be shown another machine: {problem}");
        return process.Ask("embed", "getCapabilities").Get().GetString()!;
    }

    private static string Read(TempFolder machine) => HostCapabilitiesXml.Format(
        MachineReader.Read(new HostFiles(machine.Root), CpuDefinition.NewHost(CpuArchitecture.X86_64), pageKiB: 4));

    private static IReadOnlyList<CapabilitiesFact> Parts(string document) =>
    [
        .. CapabilitiesFact.Of(document)
            .Where(f => f.Place.StartsWith("host/topology", StringComparison.Ordinal)
            || f.Place.StartsWith("host/cache", StringComparison.Ordinal))
            .Where(f => !f.Place.EndsWith(Clusters, StringComparison.Ordinal)),
    ];

    private static string Lines(IEnumerable<CapabilitiesFact> facts) => string.Join('\n', facts.Select(f => $"{f.Place} {f.Value}"));
}
