using NVirt.Cpu;
using NVirt.Cpu.Tests.X86;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.VMware.Tests;

/// <summary>Masks and features by name for a guest's CPU (hypervisor-rules.md 6.3).</summary>
public sealed class VmxCpuidTests
{
    private const string Untouched = "----:----:----:----:----:----:----:----";

    [Theory]
    [InlineData("!aes", "----:--1-:----:----:----:----:----:----")]
    [InlineData("+aes", "----:--T-:----:----:----:----:----:----")]
    [InlineData("?aes", "----:--H-:----:----:----:----:----:----")]
    [InlineData("-aes", "----:--0-:----:----:----:----:----:----")]
    [InlineData("~aes", "----:--F-:----:----:----:----:----:----")]
    [InlineData("+aes -pni", "----:--T-:----:----:----:----:----:---0")]
    public void A_policy_is_a_letter(string features, string mask) =>
        Assert.Equal([new VmxSetting("cpuid.1.ecx", mask)], Settings(Passthrough(features)));

    [Theory]
    [InlineData("+fpu", "cpuid.1.edx")]
    [InlineData("+avx2", "cpuid.7.ebx")]
    [InlineData("+sgx1", "cpuid.12.eax")]
    [InlineData("+lm", "cpuid.80000001.edx")]
    [InlineData("+xcrypt", "cpuid.c0000001.edx")]
    public void A_key_is_the_leaf_in_hexadecimal_and_the_register(string features, string key) =>
        Assert.Equal(key, Assert.Single(Settings(Passthrough(features))).Key);

    [Theory]
    [InlineData(CpuMode.HostPassthrough)]
    [InlineData(CpuMode.HostModel)]
    [InlineData(CpuMode.Maximum)]
    public void With_the_hosts_CPU_only_named_features_are_mentioned(CpuMode mode)
    {
        Assert.Equal(["cpuid.1.ecx"], Settings(Guest("Haswell", "+aes") with { Mode = mode }).Select(s => s.Key));
        Assert.Empty(Settings(new CpuDefinition { Mode = mode, Model = "Nehalem" }));
    }

    [Theory]
    [InlineData(CpuMatch.Minimum, 'H')]
    [InlineData(CpuMatch.Exact, '0')]
    [InlineData(CpuMatch.Strict, 'F')]
    public void A_model_is_required_and_of_the_rest_the_match_decides(CpuMatch match, char others)
    {
        string mask = Settings(Guest("Conroe", match: match))
            .Single(s => s.Key == "cpuid.1.ecx").Value.Replace(":", string.Empty, StringComparison.Ordinal);
        Assert.Equal("ooooooooooooooo-oooo-oTooooooooT".Replace('o', others), mask);
    }

    [Theory]
    [InlineData("-pni", '0')]
    [InlineData("~pni", 'F')]
    [InlineData("?pni", 'H')]
    [InlineData("!pni", '1')]
    [InlineData("+pni", 'T')]
    public void A_named_feature_overrules_the_model(string features, char letter) =>
        Assert.Equal(letter, Settings(Guest("Conroe", features)).Single(s => s.Key == "cpuid.1.ecx").Value[^1]);

    [Fact]
    public void Bits_that_the_map_does_not_know_stay_as_they_are() =>
        Assert.Equal('-', Settings(Guest("Conroe", match: CpuMatch.Strict))
            .Single(s => s.Key == "cpuid.1.edx").Value.Replace(":", string.Empty, StringComparison.Ordinal)[31 - 10]);

    [Fact]
    public void What_says_which_processor_it_is_is_never_masked()
    {
        string[] keys = [.. Settings(Guest("EPYC-Genoa", match: CpuMatch.Strict)).Select(s => s.Key)];
        Assert.DoesNotContain(keys, k => k.StartsWith("cpuid.0.", StringComparison.Ordinal)
            || k.StartsWith("cpuid.1.ea", StringComparison.Ordinal) || k.StartsWith("cpuid.1.eb", StringComparison.Ordinal));
        Assert.Equal(keys, keys.Distinct());
    }

    [Theory]
    [InlineData("EPYC", null, null, ".amd")]
    [InlineData("Haswell", null, null, "")]
    [InlineData("qemu64", null, null, "")]
    [InlineData("qemu64", "AMD", null, ".amd")]
    [InlineData("qemu64", "Hygon", null, ".amd")]
    [InlineData("qemu64", "Intel", "EPYC", "")]
    [InlineData("qemu64", null, "EPYC", ".amd")]
    [InlineData("qemu64", null, "Dhyana", ".amd")]
    [InlineData("qemu64", null, "Nehalem", "")]
    public void The_vendor_decides_on_the_kind_of_keys(string model, string? vendor, string? host, string suffix)
    {
        CpuDefinition cpu = Guest(model) with { Vendor = vendor };
        VmxCpu made = VmxCpuid.For(cpu, host: host is null ? null : Host(host));
        Assert.Equal(
            [$"cpuid.1.ecx{suffix}"], made.Settings.Select(s => s.Key).Where(k => k.StartsWith("cpuid.1.ecx", StringComparison.Ordinal)));
    }

    [Fact]
    public void With_the_hosts_CPU_the_hosts_vendor_decides()
    {
        Assert.Equal("cpuid.1.ecx.amd", VmxCpuid.For(Passthrough("+aes"), host: Host("EPYC")).Settings[0].Key);
        Assert.Equal("cpuid.1.ecx", VmxCpuid.For(Passthrough("+aes") with { Model = "EPYC" }).Settings[0].Key);
    }

    [Theory]
    [InlineData("+avx-vnni !rdctl-no -aes", "avx-vnni (CPUID.(EAX=07H,ECX=1):EAX[4]) cannot be expressed (policy require): masks")]
    [InlineData("+xsavec", "xsavec (CPUID.(EAX=0DH,ECX=1):EAX[1]) cannot be expressed (policy require): masks")]
    public void A_feature_that_is_required_and_has_no_place_is_refused(string features, string message)
    {
        CpuException refused = Assert.Throws<CpuException>(() => VmxCpuid.For(Passthrough(features)));
        Assert.Equal(CpuErrorKind.Unsupported, refused.Kind);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Equal(features.Count(c => c is '+' or '!'), refused.Refusal.Reasons.Length);
    }

    [Fact]
    public void A_feature_that_is_disabled_and_has_no_place_is_left_out_and_told()
    {
        VmxCpu made = VmxCpuid.For(Passthrough("-avx-vnni ~rdctl-no ?taa-no"));
        Assert.Empty(made.Settings);
        Assert.Equal(2, made.Lost.Length);
        Assert.StartsWith("avx-vnni (CPUID.(EAX=07H,ECX=1):EAX[4]) with policy disable", made.Lost[0], StringComparison.Ordinal);
        Assert.StartsWith("rdctl-no (MSR 10AH[0]) with policy forbid", made.Lost[1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_model_has_and_a_mask_has_no_place_for_is_told()
    {
        Assert.Empty(VmxCpuid.For(Guest("Haswell")).Lost);
        Assert.Contains("model Skylake-Server are left out, as this form has no place for them: xsaveopt, xsavec, xgetbv1",
            Assert.Single(VmxCpuid.For(Guest("Skylake-Server")).Lost), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+nonsense")]
    [InlineData("?hv-relaxed")]
    public void An_unknown_feature_is_refused(string features) =>
        Assert.Equal(CpuErrorKind.Unsupported, Assert.Throws<CpuException>(() => VmxCpuid.For(Passthrough(features))).Kind);

    [Fact]
    public void A_custom_CPU_without_a_model_leaves_the_choice_to_VMware() => Assert.Empty(Settings(new CpuDefinition()));

    [Theory]
    [InlineData("!aes", "Val:1")]
    [InlineData("+aes", "Min:1")]
    [InlineData("-aes", "Val:0")]
    [InlineData("~aes", "Max:0")]
    public void By_name_a_policy_is_an_operation(string features, string value) =>
        Assert.Equal([new VmxSetting("featMask.vm.cpuid.AES", value)], Named(Passthrough(features)).Settings);

    [Fact]
    public void By_name_an_optional_feature_needs_no_line() => Assert.Empty(Named(Passthrough("?aes")).Settings);

    [Theory]
    [InlineData(CpuMatch.Exact, "Val:0")]
    [InlineData(CpuMatch.Strict, "Max:0")]
    [InlineData(CpuMatch.Minimum, null)]
    public void By_name_a_model_is_required_and_of_the_rest_the_match_decides(CpuMatch match, string? others)
    {
        VmxCpu made = Named(Guest("Conroe", "!sha-ni", match));
        Dictionary<string, string> values = made.Settings.ToDictionary(s => s.Key[VmxFeatureMask.Prefix.Length..], s => s.Value);
        Assert.Equal("Min:1", values["SSE3"]);
        Assert.Equal("Val:1", values["SHA"]);
        Assert.Equal(others, values.GetValueOrDefault("AES"));
        Assert.StartsWith("these features of the model Conroe are left out, as this form has no place for them: fpu, de, ",
            Assert.Single(made.Lost), StringComparison.Ordinal);
    }

    [Fact]
    public void By_name_sub_leaves_have_a_place_and_nameless_features_have_none()
    {
        Assert.Equal("featMask.vm.cpuid.XSAVEC = \"Min:1\"\n", Named(Passthrough("+xsavec")).Format());
        Assert.StartsWith("fpu (CPUID.01H:EDX[0]) cannot be expressed (policy require): VMware has no name",
            Assert.Throws<CpuException>(() => Named(Passthrough("+fpu"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_written_for_the_file() =>
        Assert.Equal(
            "cpuid.1.ecx = \"----:--T-:----:----:----:----:----:----\"\ncpuid.7.ebx = \"----:----:----:----:----:----:--0-:----\"\n",
                VmxCpuid.For(Passthrough("+aes -avx2")).Format());

    private static CpuDefinition Passthrough(string features) => Guest(model: null, features) with { Mode = CpuMode.HostPassthrough };

    private static IEnumerable<VmxSetting> Settings(CpuDefinition cpu)
    {
        VmxCpu made = VmxCpuid.For(cpu);
        Assert.All(made.Settings, s => Assert.Equal(Untouched.Length, s.Value.Length));
        Assert.DoesNotContain(made.Settings, s => s.Value == Untouched);
        return made.Settings;
    }

    private static VmxCpu Named(CpuDefinition cpu) => VmxCpuid.For(cpu, VmxSyntax.Features);
}
