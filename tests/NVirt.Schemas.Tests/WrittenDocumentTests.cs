using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu;
using NVirt.Cpu.Tests.Xml;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;
using NVirt.Domains.Capabilities.Domains;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Documents;
using NVirt.Testing.Properties;

namespace NVirt.Schemas.Tests;

/// <summary>What NVirt writes is always valid.</summary>
[Trait("Run", "long")]
public sealed class WrittenDocumentTests
{
    private static readonly Gen<CpuDefinition> AnyCpu = Gen.OneOf(Definitions.Guest, Definitions.Host);

    [Fact]
    public void Any_cpu() => Check("cpu", AnyCpu.Select(CpuXml.Format));

    [Fact]
    public void Any_cpu_of_a_domain() => Check("domain", Definitions.Guest.Select(cpu =>
        DomainDocument.Parse("<domain type='kvm'>\n  <name>a</name>\n  <vcpu>16384</vcpu>\n</domain>").WithCpu(cpu).Text));

    [Fact]
    public void Any_raw_data() => Check("cpudata", RawData.Where(d => !d.IsEmpty).Select(CpuDataXml.Format));

    [Fact]
    public void Any_host_capabilities() => Check("capabilities", HostDefinitions.Any.Select(HostCapabilitiesXml.Format));

    [Fact]
    public void Any_domain_capabilities() => Check("domaincapabilities", Capabilities.Select(DomainCapabilitiesXml.Format));

    [Fact]
    public void Any_part_of_domain_capabilities_about_cpus() => Check("cpu", Modes.Select(DomainCapabilitiesXml.Format));

    private static void Check(string schema, Gen<string> documents) => Prop.ForAll(
        documents.ToArbitrary(),
        xml => OurSchemas.Validate(schema, xml.Length == 0 ? "<cpu/>" : xml) is []).Holds();

    // Items without a bit are not written, and data without an item is not read.
    private static Gen<X86CpuData> RawData =>
        from items in (
            from isMsr in Gen.Elements(true, false)
            from key in Gen.Elements(0u, 1u, 7u, 0x80000001u, uint.MaxValue)
            from words in Gen.Elements(1u, 0x7fffffffu, 0x80000000u, uint.MaxValue).ArrayOf(5)
            select isMsr ? X86Item.Msr(key, words[0], words[1]) : X86Item.Cpuid(key, words[0], words[1], words[2], words[3], words[4]))
                .NonEmptyListOf()
        select X86CpuData.Create(items);

    private static Gen<ImmutableArray<bool>?> Migratable => Gen.Elements<ImmutableArray<bool>?>(null, [], [true], [true, false]);

    private static Gen<DomainCpuModel> Model =>
        from name in Gen.Elements("Nehalem", "a <b> & 'c'")
        from usable in Gen.Elements<bool?>(null, false, true)
        from deprecated in Gen.Elements(false, true)
        from vendor in Gen.Elements(null, "Intel", "unknown")
        from canonical in Gen.Elements(null, "Nehalem-v1")
        from blockers in Gen.Elements<ImmutableArray<string>>([], ["aes"], ["aes", "x2apic"])
        select new DomainCpuModel(
            name)
        { IsUsable = usable, IsDeprecated = deprecated, Vendor = vendor, Canonical = canonical, Blockers = blockers };

    private static Gen<DomainCpuCapabilities> Modes =>
        from hostPassthrough in Migratable
        from maximum in Migratable
        from hostModel in Definitions.Guest.Where(g => g.Mode == CpuMode.HostModel).OrNull()
        from custom in Model.ListOf()
        select new DomainCpuCapabilities
        {
            HostPassthrough = hostPassthrough,
            Maximum = maximum,
            HostModel = hostModel,
            Custom = [.. custom]
        };

    private static Gen<DomainCapabilities> Capabilities =>
        from cpu in Modes.OrNull()
        from arch in Gen.Elements(CpuArchitectures.All.Append(CpuArchitecture.None).ToArray())
        from max in Gen.Elements<int?>(null, 0, 255)
        from path in Gen.Elements(null, "/usr/bin/qemu")
        select new DomainCapabilities { Cpu = cpu, Arch = arch, MaxVcpus = max, Path = path };
}
