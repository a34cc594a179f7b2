using NVirt.Domains.Capabilities.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Probing;

namespace NVirt.Interop;

/// <summary>
/// What domains can have with this machine's QEMU under TCG, according to libvirt's embedded driver and to us, with libvirt's map.
/// </summary>
public sealed class DomainCapabilitiesTests(Libvirt libvirt)
{
    private const string Binary = "/usr/bin/qemu-system-x86_64";

    [Theory]
    [InlineData("qemu")]
    [InlineData("kvm")]
    public void A_document_of_libvirt_is_read_and_written_without_a_difference(string type)
    {
        string theirs = Ask(type);
        Assert.Equal(theirs, DomainCapabilitiesXml.Format(DomainCapabilitiesXml.Parse(theirs)));
    }

    [Theory]
    [InlineData("qemu")]
    [InlineData("kvm")]
    public async Task Machine_modes_models_and_their_usability_are_libvirts(string type)
    {
        DomainCapabilities theirs = DomainCapabilitiesXml.Parse(Ask(type));
        if (type == "kvm")
        {
            EmbeddedHost.NeedsProcessorsAlike(libvirt);
        }

        QemuCapabilities qemu =
            await QemuRecorder.ProbeAsync(Binary, map: libvirt.Map, cancellation: TestContext.Current.CancellationToken);
        QemuAccelerator accelerator = type == "kvm" ? QemuAccelerator.Kvm : QemuAccelerator.Tcg;
        DomainCapabilities ours = QemuDomainCapabilities.Of(qemu, accelerator, QemuHost.ThisMachine(libvirt.Map), map: libvirt.Map);
        Assert.Equal(
            (theirs.Path, theirs.DomainType, theirs.Machine, theirs.Arch, theirs.MaxVcpus),
            (ours.Path, ours.DomainType, ours.Machine, ours.Arch, ours.MaxVcpus));
        Assert.Equal(theirs.LoaderTypes, ours.LoaderTypes);
        Assert.InRange(theirs.Cpu!.Custom.Length, 50, 500);
        Assert.Equal(Lines(theirs.Cpu), Lines(ours.Cpu!));
    }

    private string Ask(string type)
    {
        Needs.Package(File.Exists(Binary), $"{Binary} is not installed (Debian package qemu-system-x86)");

        LibvirtAnswer answer = libvirt.Ask("embed", "getDomainCapabilities", Binary, "x86_64", "pc", type);
        Needs.Hardware(type != "kvm" || answer.Code == 0, $"libvirt: {answer.Message}");
        return answer.Get().GetString()!;
    }

    // One line per fact. What libvirt 9.0 does not write yet is left out: vendors, canonical names, and blockers of models.
    private static string[] Lines(DomainCpuCapabilities cpu) =>
    [
        $"host-passthrough {Values(cpu.HostPassthrough)}",
        $"maximum {Values(cpu.Maximum)}",
        $"host-model {cpu.HostModel?.Model} {cpu.HostModel?.Vendor} {cpu.HostModel?.Fallback}",
        .. (cpu.HostModel?.Features ?? []).Select(f => $"host-model {f}").Order(StringComparer.Ordinal),
        .. cpu.Custom.OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"custom {m.Name} {m.IsUsable} {m.IsDeprecated}"),
    ];

    private static string Values(System.Collections.Immutable.ImmutableArray<bool>? values) => values is { } known ? string.Join(',', known)
        : "no";
}
