using System.Text;
using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Tests.Dumps;

public class X86CpuInfoTests
{
    private static string Processor(
        string flags, int number = 0, string vendor = "GenuineIntel", int model = 63, string bugs = "", int family = 6) =>
        $"processor\t: {number}\nvendor_id\t: {vendor}\ncpu family\t: {family}\nmodel\t\t: {model}\nstepping\t: 2\nflags\t\t: "
            + $"{flags}\nbugs\t\t: {bugs}\n\n";

    private static CpuSource Read(string text, int? cpu = null) =>
        Assert.Single(CpuReader.Read(Encoding.UTF8.GetBytes(text), "f", cpu: cpu));

    private static string Refusal(string text) => Assert.Throws<CpuException>(() => Read(text)).Message;

    [Theory]
    [InlineData("dts", "ds")]
    [InlineData("avx512_vnni", "avx512vnni")]
    [InlineData("cqm", "cmt")]
    [InlineData("sse4_2", "sse4.2")]
    [InlineData("ibt", "cet-ibt")]
    public void A_name_that_is_listed_is_a_feature(string flag, string feature) => Assert.True(Read(Processor(flag)).HasFeature(feature));

    [Theory]
    [InlineData("GenuineIntel", 6, true)]
    [InlineData("AuthenticAMD", 25, true)]
    [InlineData("AuthenticAMD", 16, null)]
    public void A_name_that_the_kernel_lists_whatever_the_processor_says_tells_nothing(string vendor, int family, bool? has) =>
        Assert.Equal(has, Read(Processor("fpu arat", vendor: vendor, family: family)).HasFeature("arat"));

    [Theory]
    [InlineData("aes", false)]
    [InlineData("lm", false)]
    [InlineData("vmx", null)]
    [InlineData("svm", false)]
    [InlineData("avx", null)]
    [InlineData("x2apic", null)]
    [InlineData("hypervisor", null)]
    [InlineData("md-clear", null)]
    [InlineData("vmx-ept", null)]
    [InlineData("rdctl-no", null)]
    [InlineData("fsrc", null)]
    public void A_name_that_is_not_listed_is_no_or_unknown(string feature, bool? has) =>
        Assert.Equal(has, Read(Processor("fpu cpuid")).HasFeature(feature));

    [Theory]
    [InlineData("fpu", null)]
    [InlineData("fpu cpuid", false)]
    public void Kernels_that_are_too_old_to_show_a_name_deny_nothing(string flags, bool? has) =>
        Assert.Equal(has, Read(Processor(flags)).HasFeature("rdpid"));

    [Theory]
    [InlineData("GenuineIntel", "ibrs", "spec-ctrl", true)]
    [InlineData("GenuineIntel", "ibrs", "ibrs", null)]
    [InlineData("GenuineIntel", "ibpb", "spec-ctrl", true)]
    [InlineData("GenuineIntel", "ibrs hypervisor", "spec-ctrl", null)]
    [InlineData("GenuineIntel", "stibp", "stibp", true)]
    [InlineData("GenuineIntel", "ssbd", "ssbd", true)]
    [InlineData("GenuineIntel", "ibrs_enhanced", "ibrs-all", true)]
    [InlineData("GenuineIntel", "split_lock_detect", "core-capability", true)]
    [InlineData("GenuineIntel", "constant_tsc nonstop_tsc", "invtsc", true)]
    [InlineData("GenuineIntel", "constant_tsc", "invtsc", null)]
    [InlineData("AuthenticAMD", "ibrs", "spec-ctrl", null)]
    [InlineData("AuthenticAMD", "ibrs", "ibrs", true)]
    [InlineData("AuthenticAMD", "stibp", "amd-stibp", true)]
    [InlineData("AuthenticAMD", "stibp", "stibp", null)]
    [InlineData("AuthenticAMD", "ssbd", "amd-ssbd", null)]
    [InlineData("AuthenticAMD", "ssbd", "ssbd", null)]
    [InlineData("AuthenticAMD", "ssbd virt_ssbd", "virt-ssbd", true)]
    [InlineData("AuthenticAMD", "ibrs_enhanced", "auto-ibrs", true)]
    [InlineData("AuthenticAMD", "user_shstk", "cet-ss", true)]
    public void Names_that_the_kernel_makes_of_several_bits_are_read_by_vendor(string vendor, string flags, string feature, bool? has) =>
        Assert.Equal(has, Read(Processor(flags, vendor: vendor)).HasFeature(feature));

    [Theory]
    [InlineData("", "spec-ctrl", null)]
    [InlineData("spectre_v1 spectre_v2", "spec-ctrl", false)]
    [InlineData("spectre_v1 spectre_v2", "ssbd", null)]
    [InlineData("spec_store_bypass", "ssbd", false)]
    public void Such_a_name_is_absent_where_the_kernel_knows_what_it_is_for(string bugs, string feature, bool? has) =>
        Assert.Equal(has, Read(Processor("fpu cpuid", bugs: bugs)).HasFeature(feature));

    [Fact]
    public void Vendor_and_signature_are_read()
    {
        CpuSource source = Read(Processor("fpu lm", family: 25, model: 97, vendor: "AuthenticAMD"));
        Assert.Equal(new CpuSignature(25, 97, 2), X86Signature.Of((X86CpuData)source.Data!));
    }

    [Fact]
    public void All_processors_count_and_what_differs_is_told()
    {
        string text = Processor("fpu lm avx") + Processor("fpu lm", 1);
        CpuSource source = Read(text);
        Assert.Equal(2, source.Processors);
        Assert.NotEqual(true, source.HasFeature("avx"));
        Assert.True(Read(text, cpu: 0).HasFeature("avx"));
        Assert.Equal(["aes"], Read(Processor("fpu aes") + Processor("fpu", 1)).Differing);
    }

    [Fact]
    public void Processors_of_two_models_are_refused() =>
        Assert.Equal(
            "f:9:1: this processor has family 6 and model 85, but the first one has family 6 and model 63; give the file of one machine",
            Refusal(Processor("fpu") + Processor("fpu", 1, model: 85)));

    [Theory]
    [InlineData("processor : 0\nvendor_id : GenuineIntel\ncpu family : 6\nmodel : 1\nstepping : 1\n",
        "f:1:1: this processor has no line \"flags\"")]
    [InlineData("processor : 0\ncpu family : 6\nmodel : 1\nflags : fpu\n", "f:1:1: this processor has no line \"vendor_id\"")]
    [InlineData("processor : 0\nvendor_id : GenuineIntel\ncpu family : six\nmodel : 1\nflags : fpu\n",
        "f:1:1: the line \"cpu family\" of this processor must hold a number, got \"six\"")]
    public void A_malformed_one_is_refused_with_its_place(string text, string message) =>
        Assert.StartsWith(message, Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void More_flags_than_there_can_be_are_refused() =>
        Assert.Equal("f:1:1: more than 10000 flags", Refusal(Processor(string.Join(' ', Enumerable.Range(0, 10_001)))));

    [Fact]
    public void Thousands_of_processors_are_read() =>
        Assert.Equal(4096, Read(string.Concat(Enumerable.Range(0, 4096).Select(i => Processor("fpu lm aes", i)))).Processors);

    [Fact]
    public void A_64_bit_processor_is_no_model_without_64_bit_mode()
    {
        CpuException e = Assert.Throws<CpuException>(() => Read(Processor("fpu vme de pse tsc msr cx8 lm cpuid")).ToDefinition());
        Assert.Equal(CpuErrorKind.Internal, e.Kind);
        Assert.StartsWith("f: no CPU model fits this processor", e.Message, StringComparison.Ordinal);
    }
}
