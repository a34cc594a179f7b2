using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Documents;

namespace NVirt.Domains.Memory;

/// <summary>The invented host, and the domain that runs on it at first.</summary>
internal static class TestHost
{
    public const string DomainType = "test";

    // One feature beyond its model that migrates, and one that does not.
    private const string CpuDocument = """
        <cpu>
          <arch>x86_64</arch>
          <model>Haswell-noTSX</model>
          <vendor>Intel</vendor>
          <topology sockets='1' dies='1' cores='8' threads='2'/>
          <feature name='vmx'/>
          <feature name='pdpe1gb'/>
          <feature name='invtsc'/>
        </cpu>
        """;

    private const string DomainText = """
        <domain type='test'>
          <name>test</name>
          <uuid>6695eb01-f6a4-8304-79aa-97f2502e193f</uuid>
          <memory unit='GiB'>8</memory>
          <vcpu>2</vcpu>
          <os>
            <type>hvm</type>
          </os>
          <cpu mode='host-model'/>
        </domain>
        """;

    public static CpuDefinition Cpu => CpuXml.Parse(CpuDocument, CpuType.Host);

    public static DomainDocument Domain => DomainDocument.Parse(DomainText);

    public static IEnumerable<GuestCapabilities> Guests(CpuArchitecture host) =>
        from arch in host == CpuArchitecture.X86_64 ? new[] { host, CpuArchitecture.I686 } : [host]
        select new GuestCapabilities(arch) { DomainTypes = [DomainType] };
}
