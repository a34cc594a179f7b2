using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu;
using NVirt.Cpu.Tests.X86;
using NVirt.Testing.Properties;
using static NVirt.Cpu.Tests.X86.Cpus;
using static NVirt.Xen.Tests.Guests;

namespace NVirt.Xen.Tests;

/// <summary>What is written is read as the same, but for what the forms cannot carry.</summary>
[Trait("Run", "long")]
public sealed class RoundTripTests
{
    private static readonly CpuDefinition Intel = Host("Haswell-noTSX", "vmx");
    private static readonly string[] Named =
        [.. CpuidFeatures.Concat(MsrFeatures).Where(f => LibxlNames.ToLibxl(f) is not null && f is not ("vmx" or "svm"))];
    private static readonly string[] Bits = [.. CpuidFeatures.Where(f => f is not ("vmx" or "svm"))];

    [Fact]
    public void The_string_form_keeps_all_but_the_difference_between_require_and_force_and_between_forbid_and_disable() =>
        Prop.ForAll(Random(Named), guest => Read(guest, XenSyntax.String).SequenceEqual(guest.Cpu!.Features.Select(OnOrOff)))
            .Holds();

    [Fact]
    public void The_list_form_keeps_the_same_but_not_optional_features_nor_their_order() =>
        Prop.ForAll(Random(Bits), guest => Read(guest, XenSyntax.List).SequenceEqual(
            guest.Cpu!.Features.Where(f => f.Policy != CpuPolicy.Optional).Select(OnOrOff).OrderBy(f => Array.IndexOf(Bits, f.Name))))
            .Holds();

    [Fact]
    public void Writing_what_was_read_gives_the_same_lines() =>
        Prop.ForAll(Random(Bits), Gen.Elements("", "+vmx", "-vmx").ToArbitrary(), (guest, nesting) =>
        {
            XenGuest with = Passthrough([.. guest.Cpu!.Features, .. Guest(null, nesting).Features]);
            string written = XenCpuid.ForConfig(with).Format();
            XenConfigSource read = XenConfig.Read(written, host: () => Intel);
            return written == XenCpuid.ForConfig(new XenGuest(read.Cpu)).Format();
        }).Holds();

    [Theory]
    [InlineData("-vmx", "-vmx")]
    [InlineData("~vmx", "-vmx")]
    [InlineData("+vmx", "")]
    [InlineData("?vmx", "")]
    public void Of_nesting_only_its_denial_comes_back(string features, string read) =>
        Assert.Equal(read, Words(XenConfig.Read(XenCpuid.ForConfig(Passthrough(features)).Format(), host: () => Intel).Cpu!.Features));

    [Fact]
    public void What_libxl_is_told_is_what_the_list_form_says() =>
        Prop.ForAll(Random(Bits), guest => XenCpuid.ForLibxl(guest, Intel).Policies.SequenceEqual(XenCpuid.ForConfig(guest).Policies))
            .Holds();

    private static CpuFeatureList Read(XenGuest guest, XenSyntax syntax) =>
        XenConfig.Read(XenCpuid.ForConfig(guest, syntax).Format()).Cpu!.Features;

    private static CpuFeature OnOrOff(CpuFeature feature) => feature with
    {
        Policy = feature.Policy switch
        {
            CpuPolicy.Optional => CpuPolicy.Optional,
            CpuPolicy.Disable or CpuPolicy.Forbid => CpuPolicy.Disable,
            _ => CpuPolicy.Force,
        },
    };
}
