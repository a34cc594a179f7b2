using NVirt.Cpu;
using NVirt.Domains.Documents;

namespace NVirt.Domains.Tests.Documents;

public class DomainInterpreterTests
{
    [Fact]
    public void An_empty_domain_has_libvirts_defaults()
    {
        DomainDefinition domain = DomainDocument.Parse("<domain type='xen'/>").Definition;
        Assert.Equal(("xen", null, null, null), (domain.Type, domain.Id, domain.Name, domain.Uuid));
        Assert.Equal(new DomainMemory(), domain.Memory);
        Assert.Equal((1u, 1u, 1u, 0u), (domain.Vcpus.Maximum, domain.Vcpus.Current, domain.Vcpus.AtStart, domain.IoThreads));
        Assert.Equal(new DomainEndings { OnPoweroff = "destroy", OnReboot = "restart", OnCrash = "destroy" }, domain.Endings);
        Assert.Equal(new DomainPower(), domain.Power);
        Assert.Null(domain.Cpu);
        Assert.Empty(domain.Devices.All);
        Assert.Null(domain.InitialMemoryKiB);
    }

    [Theory]
    [InlineData("<domain/>", "1:1: <domain> lacks attribute type")]
    [InlineData("<domain type=''/>", "1:9: attribute type of <domain> is \"\"")]
    public void A_domain_has_a_type(string xml, string problem) => Assert.Equal(
        problem + "; expected the kind of virtualization, such as kvm, qemu or xen",
        Assert.Throws<CpuException>(() => DomainDocument.Parse(xml)).Message);

    [Fact]
    public void A_running_domain_has_a_number() => Assert.Equal(7u, DomainDocument.Parse("<domain type='kvm' id='7'/>").Definition.Id);

    [Fact]
    public void The_first_name_counts() => Assert.Equal("web server", Read.Domain("<name>web <!-- x -->server</name><name>b</name>").Name);

    [Theory]
    [InlineData("c7a5fdbd-edaf-9455-926a-d65c16db1809")]
    [InlineData("c7a5fdbdedaf9455926ad65c16db1809")]
    [InlineData(" C7A5-fdbd-edaf-9455-926a-d65c16db18-09\n")]
    public void A_uuid_is_read(string uuid) =>
        Assert.Equal(new Guid("c7a5fdbd-edaf-9455-926a-d65c16db1809"), Read.Domain($"<uuid>{uuid}</uuid>").Uuid);

    [Fact]
    public void An_empty_uuid_is_none() => Assert.Null(Read.Domain("<uuid/>").Uuid);

    [Theory]
    [InlineData("x")]
    [InlineData("c7a5fdbd-edaf-9455-926a-d65c16db180")]
    [InlineData("c7a5fdbd-edaf-9455-926a-d65c16db18090")]
    [InlineData("c7a5fdbd edaf-9455-926a-d65c16db1809")]
    public void A_bad_uuid_is_malformed(string uuid) => Read.IsXml($"<uuid>{uuid}</uuid>");

    [Theory]
    [InlineData("<memory>1024</memory>", 1024)]
    [InlineData("<memory unit=''> +01024</memory>", 1024)]
    [InlineData("<memory unit='KiB'>10<!-- x --><b>24</b></memory>", 1024)]
    [InlineData("<memory unit='bytes'>1</memory>", 1)]
    [InlineData("<memory unit='KB'>1024</memory>", 1000)]
    [InlineData("<memory unit='M'>2</memory>", 2048)]
    [InlineData("<memory unit='GiB'>2</memory><memory>1</memory>", 2 * 1024 * 1024)]
    public void Memory_is_read_in_KiB(string xml, ulong kib) => Assert.Equal(kib, Read.Domain(xml).Memory.TotalKiB);

    [Theory]
    [InlineData("<memory>1024 </memory>")]
    [InlineData("<memory>-1</memory>")]
    [InlineData("<memory>lots</memory>")]
    [InlineData("<memory unit='parsec'>1</memory>")]
    [InlineData("<memory unit='EiB'>9</memory>")]
    [InlineData("<currentMemory>x</currentMemory>")]
    [InlineData("<maxMemory slots='x'>1</maxMemory>")]
    public void Bad_memory_is_malformed(string xml) => Read.IsXml(xml);

    [Fact]
    public void Empty_amounts_are_none() =>
        Assert.Equal(new DomainMemory(), Read.Domain("<memory unit='x'/><currentMemory/><maxMemory></maxMemory>").Memory);

    [Fact]
    public void All_amounts_are_read() => Assert.Equal(
        new DomainMemory { TotalKiB = 4096, CurrentKiB = 1024, MaximumKiB = 8192, Slots = 16 },
        Read.Domain(
            "<maxMemory slots='16' unit='MiB'>8</maxMemory><memory unit='MiB'>4</memory><currentMemory "
                + "unit='MiB'>1</currentMemory>").Memory);

    [Fact]
    public void Memory_devices_are_no_initial_memory() => Assert.Equal(
        3072UL,
        Read.Domain(
            "<memory>4096</memory><devices><memory model='dimm'><target><size "
                + "unit='MiB'>1</size></target></memory></devices>").InitialMemoryKiB);

    [Fact]
    public void Cells_are_the_initial_memory() => Assert.Equal(
        3072UL,
        Read.Domain(
            "<memory>9</memory><vcpu>2</vcpu><cpu><numa><cell cpus='0' memory='1024'/><cell cpus='1' memory='2' "
                + "unit='MiB'/></numa></cpu>").InitialMemoryKiB);

    [Fact]
    public void Io_threads_are_counted() => Assert.Equal(3u, Read.Domain("<iothreads>3</iothreads>").IoThreads);

    [Fact]
    public void A_bad_number_of_io_threads_is_malformed() => Read.IsXml("<iothreads>3 </iothreads>");

    [Fact]
    public void Endings_are_read() => Assert.Equal(
        new DomainEndings { OnPoweroff = "preserve", OnReboot = "destroy", OnCrash = "coredump-restart" },
        Read.Domain("<on_poweroff>preserve</on_poweroff><on_reboot>destroy</on_reboot><on_crash>coredump-restart</on_crash>").Endings);

    [Theory]
    [InlineData("<on_poweroff>explode</on_poweroff>")]
    [InlineData("<on_crash> destroy</on_crash>")]
    public void Unknown_endings_are_unsupported(string xml) => Read.IsUnsupported(xml);

    [Fact]
    public void Sleep_states_are_read() => Assert.Equal(
        new DomainPower(SuspendToMemory: false, SuspendToDisk: true),
        Read.Domain("<pm><suspend-to-mem enabled='no'/><suspend-to-disk enabled='yes'/></pm>").Power);

    [Fact]
    public void The_first_cpu_is_a_guest()
    {
        CpuDefinition cpu = Read.Domain("<cpu match='strict'><arch>?</arch><model>a</model></cpu><cpu><model>b</model></cpu>").Cpu!;
        Assert.Equal(new CpuDefinition { Model = "a", Match = CpuMatch.Strict }, cpu);
    }

    [Fact]
    public void A_refusal_of_the_cpu_has_its_place_in_the_domain() => Assert.Equal(
        "a.xml:3:20: attribute mode of <cache> is \"x\"; expected emulate, passthrough or disable",
        Assert.Throws<CpuException>(
            () => DomainDocument.Parse("<domain type='kvm'>\n <cpu>\n            <cache mode='x'/></cpu></domain>", "a.xml")).Message);

    [Fact]
    public void Cells_have_only_cpus_that_there_can_be() => Assert.Equal(
        (CpuErrorKind.Internal,
            "1:39: the NUMA cells have virtual CPU 2, but there are at most 2; expected numbers below that, or a larger <vcpu>"),
        Read.Refusal("<vcpu>2</vcpu><cpu><numa><cell cpus='0-2' memory='1'/></numa></cpu>") is var e ? (e.Kind, e.Message) : default);
}
