using NVirt.Cpu.Xml;

namespace NVirt.Cpu.Tests.Xml;

/// <summary>What documents say of a CPU outside its element.</summary>
public sealed class SurroundingsTests
{
    private static CpuSurroundings? Of(string text) => CpuDocuments.Parse(text)[0].Surroundings;

    private static CpuSurroundings? Domain(string parts) =>
        Of($"<domain type='kvm'><name>a</name>{parts}<cpu><model>Nehalem</model></cpu></domain>");

    [Fact]
    public void A_domain_has_a_machine()
    {
        Assert.Equal("pc-q35-8.2", Domain("<os><type arch='x86_64' machine='pc-q35-8.2'>hvm</type></os>")!.Machine);
        Assert.Null(Domain("<os><type arch='x86_64'>hvm</type></os>"));
        Assert.Null(Domain(string.Empty));
    }

    [Fact]
    public void Enlightenments_that_are_on_have_the_names_of_qemu()
    {
        CpuSurroundings found = Domain("""
            <features><hyperv mode='custom'><relaxed state='on'/><vapic state='off'/><spinlocks state='on' retries='8191'/>
            <vendor_id state='on' value='a'/><stimer state='on'><direct state='on'/></stimer>
            <tlbflush state='on'><direct state='off'/><extended state='on'/></tlbflush><emsr_bitmap state='on'/></hyperv></features>
            """)!;
        Assert.Equal(["relaxed", "stimer", "stimer-direct", "tlbflush", "tlbflush-ext", "emsr-bitmap"], found.HyperV!);
    }

    [Fact]
    public void Enlightenments_that_the_host_decides_are_not_known()
    {
        Assert.Null(Domain("<features><hyperv mode='passthrough'/></features>")!.HyperV);
        Assert.Null(Domain("<features><acpi/></features>")!.HyperV);
    }

    [Fact]
    public void Features_of_kvm_have_the_names_of_qemu()
    {
        CpuSurroundings found = Domain("""
            <os><type machine='q35'>hvm</type></os>
            <features><apic eoi='on'/><pvspinlock state='on'/><kvm><poll-control state='on'/><hidden state='on'/></kvm></features>
            """)!;
        Assert.Equal(["kvm-pv-eoi", "kvm-pv-unhalt", "kvm-poll-control"], found.Kvm);
        Assert.Equal("q35", found.Machine);
        Assert.Empty(Domain("<features><apic eoi='off'/><pvspinlock state='off'/></features>")!.Kvm);
    }

    [Theory]
    [InlineData("<pmu state='on'/>", true)]
    [InlineData("<pmu/>", true)]
    [InlineData("<pmu state='off'/>", false)]
    [InlineData("", null)]
    public void Counters_are_on_or_off_or_not_mentioned(string pmu, bool? isOn) =>
        Assert.Equal(isOn, Domain($"<features>{pmu}</features>")!.Pmu);

    [Fact]
    public void Capabilities_list_the_machines_of_their_own_architecture()
    {
        CpuSurroundings found = Of("""
            <capabilities><host><cpu><arch>x86_64</arch><model>Nehalem</model></cpu></host>
            <guest><os_type>hvm</os_type><arch name='i686'><machine>old</machine></arch></guest>
            <guest><os_type>hvm</os_type><arch name='x86_64'><wordsize>64</wordsize><machine canonical='pc-q35-7.2'>q35</machine>
            <machine>pc-q35-7.2</machine><domain type='kvm'><machine>inner</machine></domain></arch></guest></capabilities>
            """)!;
        Assert.Equal(["q35", "pc-q35-7.2"], found.Machines);
        Assert.Null(Of("<capabilities><host><cpu><arch>x86_64</arch><model>Nehalem</model></cpu></host></capabilities>"));
    }

    [Theory]
    [InlineData("<hyperv supported='yes'><enum name='features'><value>relaxed</value><value>vendor_id</value></enum></hyperv>", "relaxed")]
    [InlineData("<hyperv supported='yes'><enum name='features'><value>xmm_input</value></enum></hyperv>", "xmm-input")]
    [InlineData("<hyperv supported='no'/>", "")]
    [InlineData("<hyperv supported='yes'/>", null)]
    [InlineData("<sev supported='no'/>", null)]
    public void Domain_capabilities_list_enlightenments(string features, string? names)
    {
        CpuSurroundings? found = Of($"""
            <domainCapabilities><arch>x86_64</arch><cpu><mode name='host-model' supported='yes'><model>Nehalem</model></mode></cpu>
            <features>{features}</features></domainCapabilities>
            """);
        Assert.Equal(names, found?.HyperV is { } known ? string.Join(' ', known) : null);
    }
}
