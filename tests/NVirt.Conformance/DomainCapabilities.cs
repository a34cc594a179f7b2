using System.Xml.Linq;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;

namespace NVirt.Conformance;

/// <summary>The operation domcaps: the <c>cpu</c> element of domain capabilities (hypervisor-rules.md 3).</summary>
internal static class DomainCapabilities
{
    public static string? Run(Case item)
    {
        QemuAccelerator accelerator = QemuAccelerators.TryParseDomainType(item.Text("virttype"), out QemuAccelerator known)
            ? known
            : throw new InvalidDataException($"{item.Id}: unknown type {item.Text("virttype")}");
        QemuCapabilities qemu = QemuCapabilities.Parse(item.Read("qmp"), item.Text("qmp"));
        QemuHost host = item.OptionalCpu("host") is { } cpu ? QemuHost.Of(new CpuSource(cpu), item.Arch) : QemuHost.Unknown(item.Arch);
        NVirt.Domains.Capabilities.Domains.DomainCapabilities domain =
            QemuDomainCapabilities.Of(qemu, accelerator, host, item.Arch, item.Text("machine"));
        XElement expected = XElement.Parse(item.Read("expect_domcaps_cpu"));
        XElement actual = XElement.Parse(DomainCapabilitiesXml.Format(domain.Cpu!));

        // What the host tells of addresses is no part of the case, and names may be there that newer maps know.
        expected.Descendants("maxphysaddr").Remove();
        actual.Descendants("maxphysaddr").Remove();
        Remove(item.Names("may_add") ?? [], expected, actual);
        return DocumentComparison.Difference(expected, actual);
    }

    private static void Remove(IReadOnlyList<string> names, params ReadOnlySpan<XElement> documents)
    {
        foreach (XElement document in documents)
        {
            document.Descendants("model").Where(m => names.Contains(m.Value)).Remove();
            document.Descendants("blockers").Where(b => names.Contains(b.Attribute("model")?.Value)).Remove();
        }
    }
}
