using System.Text;
using NVirt.Cpu;
using NVirt.Cpu.X86;
using NVirt.Platforms.Registers;

namespace NVirt.Platforms.Tests;

/// <summary>What documents say besides features; what they do not say is unknown.</summary>
public sealed class StatementAxesTests
{
    private static StatementAxes Read(string text, string? form = null) =>
        PlatformReader.Read(Encoding.UTF8.GetBytes(text), "text", form: form)[0].Axes;

    private static StatementAxes Complete(params X86Item[] items) =>
        Read(NVirt.Cpu.Xml.CpuDataXml.Format(X86CpuData.Create([X86Item.Cpuid(1, 0, eax: 0x306c3), .. items])));

    private static StatementAxes Dump(params X86Item[] items) =>
        CpuStatement.Of(new CpuSource(X86CpuData.Create([X86Item.Cpuid(1, 0, eax: 0x306c3), .. items]))).Axes;

    private static X86Item Max(uint level) => X86Item.Cpuid(0, 0, eax: level, ebx: 0x756e6547, edx: 0x49656e69, ecx: 0x6c65746e);

    [Fact]
    public void Registers_tell_where_state_is()
    {
        StatementXsave xsave = Dump(
            Max(0xd), X86Item.Cpuid(0xd, 0, eax: 0x207, ebx: 832, ecx: 2696), X86Item.Cpuid(0xd, 1, eax: 0xf, ecx: 0x100),
            X86Item.Cpuid(0xd, 2, eax: 256, ebx: 576), X86Item.Cpuid(0xd, 9, eax: 8, ebx: 2688)).Xsave!;
        Assert.Equal((0x207UL, 0x100UL, 2696u), (xsave.User, xsave.Supervisor!.Value, xsave.Size!.Value));
        Assert.Equal(new StatementXsavePlace(9, 2688, 8), xsave.Find(9));
        Assert.Null(xsave.Find(5));
    }

    [Fact]
    public void Bits_that_libvirt_has_no_name_for_are_told_by_registers()
    {
        X86Item capabilities = X86Item.Cpuid(7, 0, edx: 1u << 29);
        StatementAxes all = Complete(
            Max(7), capabilities, X86Item.Msr(0x10a, 1u << 19, 0), X86Item.Cpuid(0x80000000, 0, eax: 0x80000021),
            X86Item.Cpuid(0x80000008, 0, ebx: 1u << 29), X86Item.Cpuid(0x80000021, 0, ecx: 1u << 7));
        Assert.Equal(new StatementNames("btc-no", "rrsba", "tsa-fill-no"), all.UnnamedSet);
        Assert.Null(all.UnnamedClear);
        Assert.Equal(
            new StatementNames("btc-no", "rrsba", "tsa-fill-no"), Complete(Max(7), capabilities, X86Item.Msr(0x10a, 1, 0)).UnnamedClear);
        Assert.Null(Dump(Max(7), capabilities).UnnamedClear);
    }

    /// <summary>Their places are those that the map has.</summary>
    [Fact]
    public void Bits_without_a_name_are_where_the_map_has_them() => Assert.All(
        UnnamedBits.All, b => Assert.Equal(CpuMap.Default.FindKnownBit(b.Name)?.Coordinate, b.Register.Coordinate(b.Bit)));

    [Fact]
    public void What_has_no_name_no_guest_with_a_model_has()
    {
        Assert.False(Reading.One("<cpu mode='custom' match='exact'><model>Nehalem</model></cpu>").Has("rrsba"));
        Assert.Null(Reading.One("<cpu mode='host-passthrough'/>").Has("rrsba"));
        Assert.Null(Reading.One("<cpu><arch>x86_64</arch><model>Nehalem</model></cpu>").Has("rrsba"));
    }

    [Fact]
    public void A_leaf_that_was_not_read_says_nothing_and_one_above_the_highest_is_zero()
    {
        Assert.Null(Dump(Max(0xd)).Xsave);
        Assert.Null(Dump().Xsave);
        Assert.Equal(0UL, Dump(Max(0xc)).Xsave!.User);
        Assert.Equal(0UL, Dump(Max(0xc)).Xsave!.Supervisor);
        Assert.Equal(0UL, Complete(Max(0xd)).Xsave!.User);
    }

    [Fact]
    public void A_subleaf_that_was_not_read_says_nothing_of_the_components_of_the_system()
    {
        StatementXsave xsave = Dump(Max(0xd), X86Item.Cpuid(0xd, 0, eax: 7, ecx: 832)).Xsave!;
        Assert.Null(xsave.Supervisor);
        Assert.Null(xsave.Has(8));
        Assert.False(xsave.Has(9));
    }

    [Fact]
    public void Registers_tell_of_counters_and_bits()
    {
        StatementAxes axes = Dump(
            Max(0x24), X86Item.Cpuid(0xa, 0, eax: 0x07300805, edx: 0x8604), X86Item.Cpuid(0x1c, 0, eax: 0x4000000b),
            X86Item.Cpuid(0x24, 0, ebx: 0x70002), X86Item.Cpuid(0x80000000, 0, eax: 0x8000001f),
            X86Item.Cpuid(0x80000008, 0, eax: 0x303930), X86Item.Cpuid(0x8000001f, 0, eax: 1, ebx: 0x173));
        Assert.Equal(new StatementCounters(5, 8, 4), axes.Counters);
        Assert.Equal((0xbu, 2u, 48, 48, 5), (axes.LbrDepths, axes.Avx10Version, axes.PhysBits, axes.GuestPhysBits, axes.EncryptionBits));
    }

    [Theory]
    [InlineData(0u, 4u)]
    [InlineData(0x800000u, 6u)]
    public void Processors_of_amd_have_four_counters_or_six(uint features, uint general)
    {
        X86Item amd = X86Item.Cpuid(0, 0, eax: 0xd, ebx: 0x68747541, edx: 0x69746e65, ecx: 0x444d4163);
        Assert.Equal(new StatementCounters(1, general, 0), Complete(
            amd, X86Item.Cpuid(0x80000000, 0, eax: 0x8000001f), X86Item.Cpuid(0x80000001, 0, ecx: features)).Counters);
        Assert.Equal(new StatementCounters(2, 6, 0), Complete(
            amd, X86Item.Cpuid(0x80000000, 0, eax: 0x80000022), X86Item.Cpuid(0x80000022, 0, eax: 1, ebx: 6)).Counters);
    }

    [Fact]
    public void Numbers_of_a_processor_are_no_topology()
    {
        Assert.Equal(
            Dump(Max(0xb), X86Item.Cpuid(0xb, 0, eax: 1, ebx: 2, ecx: 0x100, edx: 7)).TopologyLeaves,
            Dump(Max(0xb), X86Item.Cpuid(0xb, 0, eax: 1, ebx: 2, ecx: 0x100, edx: 8)).TopologyLeaves);
        Assert.NotEqual(
            Dump(Max(0xb), X86Item.Cpuid(0xb, 0, eax: 1, ebx: 2, ecx: 0x100)).TopologyLeaves,
            Dump(Max(0xb), X86Item.Cpuid(0xb, 0, eax: 1, ebx: 4, ecx: 0x100)).TopologyLeaves);
        Assert.Null(Dump(Max(0xb)).TopologyLeaves);
    }

    [Fact]
    public void Statements_that_say_the_same_are_equal()
    {
        X86Item[] leaves = [Max(0xd), X86Item.Cpuid(0xd, 0, eax: 7, ecx: 832), X86Item.Cpuid(0xd, 2, eax: 256, ebx: 576)];
        Assert.Equal(Dump(leaves), Dump(leaves));
        Assert.Equal(Dump(leaves).GetHashCode(), Dump(leaves).GetHashCode());
        Assert.NotEqual(Dump(leaves), Dump([.. leaves[..2], X86Item.Cpuid(0xd, 2, eax: 256, ebx: 577)]));
        Assert.Equal(new StatementNames("b", "a"), new StatementNames("a", "b", "a"));
        Assert.NotEqual(new StatementNames("a"), new StatementNames("a", "b"));
    }

    [Fact]
    public void A_domain_says_what_it_has_around_its_cpu()
    {
        StatementAxes axes = Read("""
            <domain type='kvm'><name>a</name><os><type arch='x86_64' machine='pc-q35-8.2'>hvm</type></os>
            <features><apic eoi='on'/><hyperv><vapic state='on'/></hyperv><pmu state='off'/></features>
            <cpu mode='host-passthrough'><cache mode='passthrough'/></cpu></domain>
            """);
        Assert.Equal(("pc-q35-8.2", false, CpuCacheMode.Passthrough), (axes.Machine, axes.Pmu, axes.CacheMode));
        Assert.Equal(("vapic", "kvm-pv-eoi"), (axes.HyperV!.ToString(), axes.Paravirtual!.ToString()));
    }

    [Fact]
    public void Capabilities_of_a_host_list_machines()
    {
        StatementAxes axes = Read("""
            <capabilities><host><cpu><arch>x86_64</arch><model>Nehalem</model></cpu></host>
            <guest><os_type>hvm</os_type><arch name='x86_64'><machine>pc-q35-7.2</machine></arch></guest></capabilities>
            """);
        Assert.Equal("pc-q35-7.2", axes.Machines!.ToString());
    }

    [Fact]
    public void Options_of_qemu_say_what_a_guest_has()
    {
        StatementAxes axes = Read(
            "Nehalem,hv-vapic=on,hv_relaxed=on,hv-ipi=off,hv-spinlocks=0xfff,+kvm_pv_eoi,lbr-fmt=0x5,avx10-version=1,host-cache-info=on",
            "qemu-cpu");
        Assert.Equal(("relaxed vapic", "kvm-pv-eoi"), (axes.HyperV!.ToString(), axes.Paravirtual!.ToString()));
        Assert.Equal((5u, 1u, CpuCacheMode.Passthrough), (axes.LbrFormat, axes.Avx10Version, axes.CacheMode));
        Assert.Null(Read("Nehalem", "qemu-cpu").HyperV);
        Assert.Null(Read("Nehalem", "qemu-cpu").CacheMode);
    }

    [Fact]
    public void A_command_line_says_which_machine() =>
        Assert.Equal("pc-q35-7.2", Read("qemu-system-x86_64 -machine pc-q35-7.2,accel=kvm -cpu Nehalem").Machine);

    [Fact]
    public void An_expansion_says_what_qemu_gives()
    {
        const string Properties = "\"phys-bits\":46,\"level\":22,\"xlevel\":2147483656,\"ucode-rev\":0,\"kvm-pv-eoi\":true,"
            + "\"kvm-pv-ipi\":false,\"hv-vapic\":true,\"hv-ipi\":false,\"lbr-fmt\":5";
        StatementAxes axes = Read($"{{\"return\":{{\"model\":{{\"name\":\"max\",\"props\":{{{Properties}}}}}}}}}");
        Assert.Equal((46, 22u, 0x80000008u, 5u), (axes.PhysBits, axes.Level, axes.ExtendedLevel, axes.LbrFormat));
        Assert.Equal("kvm-pv-eoi", axes.Paravirtual!.ToString());
        Assert.Null(axes.Microcode);
        Assert.Null(axes.HyperV);

        axes = Read($"{{\"return\":{{\"model\":{{\"name\":\"max\",\"props\":{{{Properties},\"hv-passthrough\":true}}}}}}}}");
        Assert.Contains("vapic", axes.HyperV!.Names);
        Assert.DoesNotContain("ipi", axes.HyperV.Names);
    }

    [Fact]
    public void Nodes_and_guests_of_kubevirt_speak_of_enlightenments()
    {
        StatementAxes node = Read("""
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "a", "labels": {"kubernetes.io/arch": "amd64", "cpu-feature.node.kubevirt.io/aes": "true",
             "hyperv.node.kubevirt.io/synictimer": "true", "hyperv.node.kubevirt.io/ipi": "false"}}}
            """);
        Assert.Equal("relaxed stimer vapic", node.HyperV!.ToString());
        StatementAxes guest = Read("""
            {"apiVersion": "kubevirt.io/v1", "kind": "VirtualMachineInstance", "metadata": {"name": "a"}, "spec": {"domain": {"machine": {"type": "q35"}, "features":
             {"pmu": {"enabled": false}, "hyperv": {"relaxed": {}, "synictimer": {"enabled": true}, "ipi": {"enabled": false},
             "spinlocks": {"spinlocks": 8191}}}}}}
            """);
        Assert.Equal(("q35", "relaxed stimer", false), (guest.Machine, guest.HyperV!.ToString(), guest.Pmu));
    }

    [Fact]
    public void Linux_tells_the_line_and_the_highest_leaf()
    {
        StatementAxes axes = Read(
            "processor : 0\nvendor_id : GenuineIntel\ncpu family : 6\nmodel : 58\nstepping : 9\ncpuid level : 13\nflags : fpu vme\n"
            + "clflush size : 64\n");
        Assert.Equal((64u, 13u), (axes.ClflushSize, axes.Level));
    }

    [Fact]
    public void Vdsm_lists_machines() => Assert.Equal(
        "pc-q35-rhel9.2.0",
        Read("{\"cpuFlags\": \"fpu,vmx,model_Nehalem\", \"emulatedMachines\": [\"pc-q35-rhel9.2.0\"]}", "vdsm-caps").Machines!.ToString());
}
