using System.Diagnostics;
using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Tests.Driver.Test;
using NVirt.Testing;

namespace NVirt.Domains.Tests.Capabilities.Hosts;

public sealed class HostCapabilitiesXmlTests
{
    private const string Host = "<host><cpu><arch>x86_64</arch><model>Nehalem</model></cpu></host>";

    private static HostCapabilities Parse(string xml) => HostCapabilitiesXml.Parse(xml, "a.xml");

    private static HostCapabilities ParseHost(string parts) =>
        Parse($"<capabilities><host><cpu><arch>x86_64</arch></cpu>{parts}</host></capabilities>");

    private static string MessageOf(string xml) => Assert.Throws<CpuException>(() => Parse(xml)).Message;

    [Fact]
    public void Everything_is_written_in_libvirts_form() => Golden.Check(HostCapabilitiesXml.Format(Full()), "full");

    [Fact]
    public void What_was_written_is_read_back_whole() =>
        Assert.Equal(HostCapabilitiesXml.Format(Full()), HostCapabilitiesXml.Format(Parse(HostCapabilitiesXml.Format(Full()))));

    [Fact]
    public void What_is_not_there_is_not_written()
    {
        string text = HostCapabilitiesXml.Format(Parse($"<capabilities>{Host}</capabilities>"));
        Assert.Equal(
            "<capabilities>\n\n  <host>\n    <cpu>\n      <arch>x86_64</arch>\n      <model>Nehalem</model>\n    </cpu>\n  "
                + "</host>\n\n</capabilities>\n",
            text);
    }

    [Fact]
    public void A_machine_whose_cpu_has_no_model_is_read()
    {
        HostCapabilities host =
            Parse("<capabilities><host><cpu><arch>riscv64</arch><topology sockets='1' cores='4' threads='1'/></cpu></host></capabilities>");
        Assert.Equal(
            CpuDefinition.NewHost(CpuArchitecture.Riscv64) with { Mode = null, Topology = new CpuTopology(1, 1, 1, 4, 1) }, host.Cpu);
    }

    [Fact]
    public void What_is_not_known_is_passed_over()
    {
        HostCapabilities host = ParseHost(
            "<new a='b'><iommu support='no'/></new><iommu support='yes'/><power_management><suspend_mars/><suspend_mem/></power_management>"
            + "<topology><interconnects/><cells num='1'><cell id='0'><cache level='1'/><cpus num='1'><cpu id='3' "
            + "drawer_id='1'/></cpus></cell></cells></topology>"
            + "<cache><bank id='0' level='3' type='both' size='1' unit='MiB' cpus='0'><control granularity='1'/></bank><monitor "
            + "maxMonitors='2'/></cache>");
        Assert.True(host.HasIommu);
        Assert.Equal(HostSuspend.Memory, host.Suspend);
        Assert.Equal(3, host.Cells[0].Cpus[0].Id);
        Assert.Equal(1024UL, host.CacheBanks[0].SizeKiB);
    }

    [Fact]
    public void Sizes_have_units_and_without_one_they_are_kib()
    {
        HostCapabilities host = Parse(
            "<capabilities><host><cpu><arch>x86_64</arch><pages size='4'/><pages unit='MiB' size='2'/></cpu><topology><cells><cell id='0'>"
            + "<memory>1000</memory><pages unit='GiB' size='1'> 7 </pages></cell></cells></topology></host></capabilities>");
        Assert.Equal([4UL, 2048UL], host.PageSizesKiB);
        Assert.Equal(1000UL, host.Cells[0].MemoryKiB);
        Assert.Equal(new HostPages(1_048_576, 7), host.Cells[0].Pages[0]);
    }

    [Theory]
    [InlineData(0, "0", "KiB")]
    [InlineData(1, "1", "KiB")]
    [InlineData(16_500, "16500", "KiB")]
    [InlineData(32_768, "32", "MiB")]
    [InlineData(1_048_576, "1", "GiB")]
    [InlineData(1_572_864, "1536", "MiB")]
    public void Caches_are_written_in_the_largest_unit_that_is_exact(int kib, string size, string unit)
    {
        HostCapabilities host =
            ParseHost(string.Empty) with { CacheBanks = [new HostCacheBank(0, 3, HostCacheType.Both, (ulong)kib, [0])] };
        Assert.Contains($" size='{size}' unit='{unit}' ", HostCapabilitiesXml.Format(host), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<domain/>", "a.xml:1:1: the root element is <domain>; expected <capabilities>")]
    [InlineData("<capabilities>\n</capabilities>", "a.xml:1:1: the capabilities have no host; expected <host>")]
    [InlineData("<capabilities>\n<host/></capabilities>", "a.xml:2:1: the host has no CPU; expected <cpu>")]
    [InlineData($"<capabilities>{Host}</capabilities><x/>", "a.xml:1:95: a second root element follows; expected one")]
    public void A_document_without_a_host_is_refused(string xml, string message) => Assert.Equal(message, MessageOf(xml));

    [Theory]
    [InlineData("<uuid>x</uuid>", "uuid is \"x\"; expected 32 hexadecimal digits in groups of 8-4-4-4-12")]
    [InlineData("<iommu support='maybe'/>", "attribute support of <iommu> is \"maybe\"; expected yes or no")]
    [InlineData("<topology><cells><cell/></cells></topology>", "<cell> lacks attribute id; expected an integer from 0 to 2147483647")]
    [InlineData("<topology><cells><cell id='0'><memory>x</memory></cell></cells></topology>", "memory is \"x\"; expected a number")]
    [InlineData(
        "<topology><cells><cell id='0'><memory unit='ells'>1</memory></cell></cells></topology>",
        "attribute unit of <memory> is \"ells\"; expected a unit such as KiB, MB or GiB")]
    [InlineData(
        "<topology><cells><cell id='0'><cpus><cpu id='0' siblings='0-'/></cpus></cell></cells></topology>",
        "attribute siblings of <cpu> is \"0-\"; expected a set of processors from 0 to 16383, such as 0-3,^2,5")]
    [InlineData(
        "<cache><bank id='0' level='3' type='odd' size='1'/></cache>", "attribute type of <bank> is \"odd\"; expected both, code or data")]
    public void A_message_says_where_what_and_what_was_expected(string parts, string message)
    {
        string actual = Assert.Throws<CpuException>(() => ParseHost(parts)).Message;
        Assert.StartsWith("a.xml:1:", actual, StringComparison.Ordinal);
        Assert.EndsWith(": " + message, actual, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<guest/>", CpuErrorKind.Xml, "the guest has no architecture; expected <arch>")]
    [InlineData(
        "<guest><arch/></guest>", CpuErrorKind.Xml,
            "<arch> lacks attribute name; expected x86_64, i686, aarch64, armv7l, ppc64le, ppc64, s390x, riscv64, loongarch64, alpha, "
                + "armv6l, armv7b, cris, ia64, lm32, m68k or 20 more")]
    [InlineData(
        "<guest><arch name='vax'/></guest>", CpuErrorKind.Unsupported,
            "attribute name of <arch> is \"vax\"; expected x86_64, i686, aarch64, armv7l, ppc64le, ppc64, s390x, riscv64, loongarch64, "
                + "alpha, armv6l, armv7b, cris, ia64, lm32, m68k or 20 more")]
    [InlineData(
        "<guest><arch name='i686'><wordsize>33</wordsize></arch></guest>", CpuErrorKind.Xml, "wordsize is 33; expected 31, 32 or 64")]
    [InlineData(
        "<guest><arch name='i686'><wordsize>32</wordsize><machine maxCpus='-1'>pc</machine></arch></guest>",
        CpuErrorKind.Xml,
        "attribute maxCpus of <machine> is \"-1\"; expected an integer from 0 to 2147483647")]
    public void A_guest_that_makes_no_sense_is_refused(string guest, CpuErrorKind kind, string message)
    {
        CpuException refused = Assert.Throws<CpuException>(() => Parse($"<capabilities>{Host}{guest}</capabilities>"));
        Assert.Equal(kind, refused.Kind);
        Assert.EndsWith(": " + message, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CpuArchitecture.I686, 32)]
    [InlineData(CpuArchitecture.X86_64, 64)]
    [InlineData(CpuArchitecture.Armv7l, 32)]
    [InlineData(CpuArchitecture.Mips64el, 64)]
    [InlineData(CpuArchitecture.S390x, 64)]
    [InlineData(CpuArchitecture.S390, 32)]
    [InlineData(CpuArchitecture.Sh4eb, 32)]
    public void An_architecture_has_its_own_word_size(CpuArchitecture arch, int bits) =>
        Assert.Equal(bits, new GuestCapabilities(arch).WordSize);

    [Theory]
    [InlineData("<!DOCTYPE capabilities [<!ENTITY a 'b'>]><capabilities/>")]
    [InlineData("<capabilities>&a;</capabilities>")]
    [InlineData("<capabilities><host>")]
    [InlineData("")]
    public void What_is_no_xml_or_more_than_that_is_refused(string xml) =>
        Assert.StartsWith("a.xml:1:", MessageOf(xml), StringComparison.Ordinal);

    [Fact]
    public void A_deep_document_is_refused_quickly()
    {
        Stopwatch watch = Stopwatch.StartNew();
        string deep = string.Concat(Enumerable.Repeat("<a>", 100_000));
        Assert.EndsWith("elements are nested too deeply; expected at most 256 levels", MessageOf($"<capabilities><host>{deep}"),
            StringComparison.Ordinal);
        Assert.InRange(watch.ElapsedMilliseconds, 0, 1000);
    }

    [Fact]
    public void A_name_that_xml_can_not_hold_is_refused()
    {
        HostCapabilities host = ParseHost(string.Empty) with { SecurityModels = [new HostSecurityModel("a\0", "0")] };
        Assert.Equal(CpuErrorKind.InvalidArgument, Assert.Throws<CpuException>(() => HostCapabilitiesXml.Format(host)).Kind);
    }

    [Fact]
    public void The_cpu_commands_take_the_document()
    {
        CpuDocument document = Assert.Single(CpuDocuments.Parse(HostCapabilitiesXml.Format(Full())));
        Assert.Equal(CpuDocumentKind.Capabilities, document.Kind);
        Assert.Equal(Full().Cpu with { Mode = null }, document.Definition);
    }

    private static HostCapabilities Full() => new()
    {
        Uuid = new Guid("4c4c4544-0042-3510-8058-b6c04f4d4732"),
        Cpu = CpuDefinition.NewHost(CpuArchitecture.X86_64) with
        {
            Model = "Nehalem",
            Vendor = "Intel",
            Topology = new CpuTopology(1, 1, 1, 2, 1),
            Features = CpuFeatureList.Create(new CpuFeature("vmx"), new CpuFeature("invtsc")),
        },
        PageSizesKiB = [4, 2048],
        Suspend = HostSuspend.Memory | HostSuspend.Disk | HostSuspend.Hybrid,
        HasIommu = true,
        Migration = new HostMigration(IsLive: true, ["tcp", "rdma"]),
        Cells =
        [
            new HostCell(0)
            {
                MemoryKiB = 1_000_000,
                Pages = [new HostPages(4, 250_000), new HostPages(2048, 0)],
                Distances = [new CpuNumaDistance(0, 10), new CpuNumaDistance(4, 20)],
                Cpus = [new HostProcessor(0) { SocketId = 0, DieId = 0, ClusterId = 0, CoreId = 0, Siblings = [0, 1] },
                    new HostProcessor(1)],
            },
            new HostCell(4),
        ],
        CacheBanks = [new HostCacheBank(0, 3, HostCacheType.Both, 32_768, [0, 1])],
        SecurityModels =
        [
            new HostSecurityModel("none", "0"),
            new HostSecurityModel(
                "dac", "0") { BaseLabels = [new HostSecurityLabel("kvm", "+0:+0"), new HostSecurityLabel("qemu", "+0:+0")] },
        ],
        Guests =
        [
            new GuestCapabilities(CpuArchitecture.X86_64)
            {
                Emulator = "/usr/bin/qemu-system-x86_64",
                Loader = "/usr/lib/xen/boot/hvmloader",
                Machines =
                [
                    new GuestMachine("pc-i440fx-7.2") { MaxCpus = 255 },
                    new GuestMachine("pc") { Canonical = "pc-i440fx-7.2", MaxCpus = 255 },
                    new GuestMachine("pc-i440fx-1.4") { MaxCpus = 255, IsDeprecated = true },
                    new GuestMachine("none"),
                ],
                DomainTypes = ["qemu", "kvm"],
                Features = [new GuestFeature("acpi", Default: true, CanToggle: true), new GuestFeature("apic", true, false),
                    new GuestFeature("cpuselection")],
            },
            new GuestCapabilities(CpuArchitecture.S390x) { OsType = "exe", WordSize = 31 },
        ],
    };
}
