using System.Text;
using NVirt.Cpu.Map;
using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.Tests;

public class SourceTests
{
    private const string Intel = "ebx=0x756e6547 ecx=0x6c65746e edx=0x49656e69";
    private const string Amd = "ebx=0x68747541 ecx=0x444d4163 edx=0x69746e65";

    // A Conroe without syscall, as a 32-bit program sees it.
    private static string Narrow(string vendor = Intel, string extended = "0x20100000") => $"""
        CPU:
           0x00000000 0x00: eax=0x00000001 {vendor}
           0x00000001 0x00: eax=0x000006f2 ebx=0x00000000 ecx=0x00002201 edx=0x078bfbff
           0x80000000 0x00: eax=0x80000001 ebx=0x00000000 ecx=0x00000000 edx=0x00000000
           0x80000001 0x00: eax=0x00000000 ebx=0x00000000 ecx=0x00000001 edx={extended}
        """;

    private static CpuSource Read(string text, int? cpu = null) => CpuReader.Read(Encoding.UTF8.GetBytes(text), "f", cpu: cpu)[0];

    private static CpuSource Domain(string arch) =>
        Read($"<domain type='kvm'><name>n</name><os><type arch='{arch}'>hvm</type></os><cpu mode='host-model'/></domain>");

    [Fact]
    public void Raw_data_is_not_decoded_by_reading()
    {
        CpuSource source = Read("CPU:\n 0x00000000 0x00: eax=0x00000001 ebx=0x646f6547 ecx=0x79622065 edx=0x534e4320\n");
        Assert.Null(source.Definition);
        Assert.Equal(CpuArchitecture.X86_64, source.Arch);
    }

    [Fact]
    public void A_dump_of_a_32_bit_program_implies_syscall_on_intel()
    {
        CpuSource source = Read(Narrow());
        Assert.Equal(["syscall"], source.Implied);
        Assert.DoesNotContain("syscall", source.Unknown);
        Assert.True(source.HasFeature("syscall"));
        Assert.Equal("Conroe-v1", source.ToDefinition().Model);
        Assert.False(CpuDriver.For(CpuArchitecture.X86_64).HasFeature(source.Data!, "syscall"));
    }

    [Fact]
    public void Amd_tells_syscall_in_every_mode()
    {
        CpuSource source = Read(Narrow(Amd));
        Assert.Empty(source.Implied);
        Assert.False(source.HasFeature("syscall"));
    }

    [Fact]
    public void Without_64_bit_mode_nothing_implies_syscall() => Assert.Empty(Read(Narrow(extended: "0x00100000")).Implied);

    [Fact]
    public void Libvirts_own_form_is_complete()
    {
        CpuSource source =
            Read("<cpudata arch='x86'><cpuid eax_in='0' ebx='0x756e6547' ecx='0x6c65746e' edx='0x49656e69'/><cpuid eax_in='0x80000001' "
                + "edx='0x20100000'/></cpudata>");
        Assert.Empty(source.Implied);
        Assert.Empty(source.Unknown);
    }

    [Fact]
    public void A_dump_without_extended_leaves_gets_no_model_of_another_era()
    {
        CpuSource source = Read(
            $"CPU:\n 0x00000000 0x00: eax=0x00000001 {Intel}\n 0x00000001 0x00: eax=0x00050654 ebx=0x0 ecx=0x7ffefbff edx=0xbfebfbff\n");
        Assert.Contains("lm", source.Unknown);
        CpuException e = Assert.Throws<CpuException>(() => source.ToDefinition());
        Assert.Equal(CpuErrorKind.Undecided, e.Kind);
        Assert.StartsWith("f: the dump ends before", e.Message, StringComparison.Ordinal);
        Assert.True(source.HasFeature("sse4.2"));
        Assert.Null(source.HasFeature("lm"));
    }

    [Fact]
    public void Where_no_model_fits_the_file_and_the_nearest_model_are_named()
    {
        CpuSource source =
            Read($"CPU:\n 0x00000000 0x00: eax=0x00000001 {Intel}\n 0x00000001 0x00: eax=0x00000540 ebx=0x0 ecx=0x0 edx=0x00808131\n "
                + $"0x80000000 0x00: eax=0x0 ebx=0x0 ecx=0x0 edx=0x0\n");
        CpuException e = Assert.Throws<CpuException>(() => source.ToDefinition());
        Assert.Equal(CpuRule.NoModelForData, e.Refusal.Reasons[0].Rule);
        Assert.Equal("f: no CPU model fits this processor; 486 comes closest, but needs what the processor lacks: vme, pse", e.Message);
    }

    [Fact]
    public void Allowed_models_are_spoken_of_only_where_a_list_was_given()
    {
        CpuException e = Assert.Throws<CpuException>(
            () => Read(Narrow()).Decode(CpuDefinition.NewHost(CpuArchitecture.X86_64), CpuModelList.Of("Haswell")));
        Assert.StartsWith(
            "f: none of the allowed CPU models fits this processor; Haswell comes closest", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_processors_are_what_all_have()
    {
        string other = Narrow().Replace("CPU:", "CPU 1:", StringComparison.Ordinal)
            .Replace("ecx=0x00002201", "ecx=0x00000201", StringComparison.Ordinal);
        string both = Narrow().Replace("CPU:", "CPU 0:", StringComparison.Ordinal) + "\n" + other;
        foreach (string text in new[] { both, other + "\n" + Narrow().Replace("CPU:", "CPU 0:", StringComparison.Ordinal) })
        {
            CpuSource source = Read(text);
            Assert.Equal(2, source.Processors);
            Assert.Equal(["cx16"], source.Differing);
            Assert.False(source.HasFeature("cx16"));
            Assert.True(Read(text, cpu: 0).HasFeature("cx16"));
            Assert.False(Read(text, cpu: 1).HasFeature("cx16"));
        }
    }

    [Fact]
    public void What_one_processor_does_not_tell_is_unknown_of_all()
    {
        string cut = $"CPU 1:\n 0x00000000 0x00: eax=0x00000007 {Intel}\n";
        string whole = $"CPU 0:\n 0x00000000 0x00: eax=0x00000007 {Intel}\n 0x00000007 0x00: eax=0x0 ebx=0x00000020 ecx=0x0 edx=0x0\n";
        CpuSource source = Read(whole + cut);
        Assert.Null(source.HasFeature("avx2"));
        Assert.False(source.HasFeature("bmi1"));
        Assert.Empty(source.Differing);
    }

    [Fact]
    public void Features_are_told_by_name_where_a_source_has_no_registers()
    {
        X86Map map = CpuMap.Default.X86;
        FeatureSet yes = map.SetOf(["avx2"]);
        X86Evidence evidence = X86Evidence.Of(map, X86Projection.DataOf(map, yes), X86Coverage.OfFeatures(["avx2", "bmi1"]));
        Assert.Equal(yes, evidence.Features);
        Assert.DoesNotContain("bmi1", map.NamesOf(evidence.Unknown));
        Assert.Equal(map.FeatureCount - 2, evidence.Unknown.Count);
    }

    [Theory]
    [InlineData("aarch64", "x86_64")]
    [InlineData("x86_64", "aarch64")]
    [InlineData("x86_64", "s390x")]
    [InlineData("riscv64", "x86_64")]
    [InlineData("ppc64", "x86_64")]
    [InlineData("mips", "mips64")]
    public void A_guest_of_another_architecture_is_incompatible(string guest, string host)
    {
        Assert.True(CpuArchitectures.TryParse(host, out CpuArchitecture arch));
        CpuComparison comparison = CpuDriver.For(arch)
            .Compare(CpuDefinition.NewHost(arch) with { Model = "qemu64" }, Domain(guest).Definition!);
        CpuReason reason = Assert.Single(comparison.Refusal!.Reasons);
        Assert.Equal((CpuRule.ArchitectureDiffers, guest, host), (reason.Rule, reason.Expected, reason.Actual));
    }

    [Theory]
    [InlineData("i686", "x86_64", true)]
    [InlineData("armv7l", "aarch64", false)]
    [InlineData("s390", "s390x", false)]
    public void Architectures_of_one_driver_are_compatible(string guest, string host, bool isJudged)
    {
        Assert.True(CpuArchitectures.TryParse(host, out CpuArchitecture arch));
        CpuComparison comparison = CpuDriver.For(arch)
            .Compare(CpuDefinition.NewHost(arch) with { Model = "qemu64" }, Domain(guest).Definition!);
        Assert.True(comparison.IsCompatible);
        Assert.Equal(isJudged, comparison.IsJudged);
    }

    [Theory]
    [InlineData("s390x")]
    [InlineData("riscv64")]
    [InlineData("loongarch64")]
    public void Domain_capabilities_without_a_host_model_give_the_architecture_where_models_do_not_decide(string arch)
    {
        CpuSource host =
            Read($"<domainCapabilities><arch>{arch}</arch><cpu><mode name='host-model' supported='no'/></cpu></domainCapabilities>");
        Assert.Equal(arch, host.ToDefinition().Arch.ToName());
        Assert.False(CpuDriver.For(host.Arch).Compare(host.ToDefinition(), Domain(arch).Definition!).IsJudged);
    }

    [Fact]
    public void A_cpu_cut_out_of_domain_capabilities_is_what_the_hypervisor_can_give()
    {
        const string modes =
            "<mode name='host-passthrough' supported='yes'/><mode name='host-model' supported='{0}'><model "
                + "fallback='forbid'>Nehalem</model></mode>";
        CpuSource source = Read($"<cpu>{modes.Replace("{0}", "yes", StringComparison.Ordinal)}</cpu>");
        Assert.Equal("Nehalem", source.Definition!.Model);
        CpuException e = Assert.Throws<CpuException>(() => Read($"<cpu>{modes.Replace("{0}", "no", StringComparison.Ordinal)}</cpu>"));
        Assert.StartsWith("f:1:1: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_has_neither_what_is_unknown_nor_its_absence()
    {
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64);
        CpuDefinition host = CpuDefinition.NewHost(CpuArchitecture.X86_64) with { Model = "Nehalem", Vendor = "Intel" };
        CpuSource[] cpus = [new(host) { Unknown = ["avx", "xsave", "aes"] }, new(host with { Features = [new CpuFeature("aes", null)] })];
        IReadOnlyList<string> possible = driver.Advanced.PossibleFeatures(cpus);
        Assert.Equal(["aes"], possible);

        // A model with a feature of unknown state would need it disabled.
        CpuDefinition ivy = host with { Model = "IvyBridge", Features = [] };
        CpuDefinition certain = driver.Baseline([ivy]);
        Assert.Equal("IvyBridge", certain.Model);
        CpuDefinition baseline = driver.Baseline(
            [ivy with { Model = "SandyBridge" }], new CpuBaselineOptions { Unknown = ["erms", "smep", "fsgsbase", "f16c", "rdrand"] });
        Assert.Equal("SandyBridge", baseline.Model);
        Assert.DoesNotContain(baseline.Features.AsEnumerable(), f => f.Policy == CpuPolicy.Disable);
    }

    [Fact]
    public void A_baseline_that_rests_on_what_is_unknown_is_undecided()
    {
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64);
        CpuDefinition host = CpuDefinition.NewHost(CpuArchitecture.X86_64) with { Model = "SandyBridge", Vendor = "Intel" };
        CpuBaselineOptions options = new() { Unknown = ["avx2"], Models = CpuModelList.Of("Haswell") };
        CpuException e = Assert.Throws<CpuException>(() => driver.Baseline([host], options));
        Assert.Equal(CpuErrorKind.Undecided, e.Kind);
        Assert.All(e.Refusal.Reasons, r => Assert.Equal(CpuRule.UnknownFeatureState, r.Rule));
    }

    [Fact]
    public void Cpus_of_different_architectures_have_no_baseline()
    {
        CpuDefinition[] cpus =
            [CpuDefinition.NewHost(CpuArchitecture.X86_64) with { Model = "Nehalem" },
                CpuDefinition.NewHost(CpuArchitecture.Aarch64) with { Model = "cortex-a53" }];
        CpuException e = Assert.Throws<CpuException>(() => CpuDriver.For(CpuArchitecture.X86_64).Baseline(cpus));
        Assert.Equal(CpuRule.ArchitecturesDiffer, e.Refusal.Reasons[0].Rule);
        Assert.Equal("the CPUs have different architectures, x86_64 and aarch64", e.Message);
    }
}
