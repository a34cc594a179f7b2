using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Probing;

namespace NVirt.Interop;

/// <summary>The QEMU of this machine with TCG, as we know it, and random domains for it.</summary>
internal sealed class OurQemu
{
    private const string Binary = "/usr/bin/qemu-system-x86_64";

    private readonly CpuMap _map;
    private readonly QemuCapabilities _capabilities;
    private readonly QemuHost _host;
    private readonly QemuSlot _slot;
    private readonly EarlierPartialCheck _earlier;

    private OurQemu(CpuMap map, QemuCapabilities capabilities)
    {
        _map = map;
        _capabilities = capabilities;
        _host = QemuHost.ThisMachine(map);
        _slot = capabilities.Slot(QemuAccelerator.Tcg)!;
        _earlier = new EarlierPartialCheck(
            CpuDriver.For(CpuArchitecture.X86_64, map), QemuHostModels.Of(capabilities, QemuAccelerator.Tcg, _host, map));
    }

    public static async Task<OurQemu> ProbeAsync(CpuMap map)
    {
        Needs.Package(File.Exists(Binary), $"{Binary} is not there; to compare with libvirt: apt-get install qemu-system-x86");

        return new OurQemu(map, await QemuRecorder.ProbeAsync(Binary, map: map, cancellation: TestContext.Current.CancellationToken));
    }

    public RandomDomains Domains(Random source)
    {
        RandomCpus random = new(source, _map);
        string[] models = [.. _slot.Models!.Value.Select(m => m.Name).Where(m => _map.FindModel(m) is not null)];
        string[] offered =
            [.. _slot.HostCpu!.Properties.Where(p => p.Value is true && _map.FindFeature(p.Name) is not null).Select(p => p.Name)];
        return new RandomDomains(random, new RandomDomainCpus(random, models, offered), _host.Tsc?.Frequency ?? 2_000_000_000);
    }

    /// <summary>Whether its CPUs have no switch of this name: libvirt passes it all the same, and QEMU does not start.</summary>
    public bool LacksSwitch(string name) => !_slot.HostCpu!.Properties.Any(p => p.Name == name);

    /// <summary>The arguments of a domain.</summary>
    /// <exception cref="CpuException">The domain is refused.</exception>
    public QemuArguments Build(string xml) =>
        QemuCommandLine.Build(DomainDocument.Parse(xml), _capabilities, _host, new QemuCommandLineOptions { Map = _map });

    /// <summary>The arguments, or <see langword="null"/> for a domain that is refused.</summary>
    public QemuArguments? TryBuild(string xml)
    {
        try
        {
            return Build(xml);
        }
        catch (CpuException)
        {
            return null;
        }
    }

    /// <summary>Whether libvirt before 11.0 finds in the partial check that the CPU cannot be given.</summary>
    public CpuRefusal? EarlierRefusalOf(string xml) => _earlier.RefusalOf(DomainDocument.Parse(xml).Definition.Cpu!);
}
