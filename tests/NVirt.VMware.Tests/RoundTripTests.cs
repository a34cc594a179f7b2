using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu;
using NVirt.Cpu.Tests.X86;
using NVirt.Testing.Properties;

namespace NVirt.VMware.Tests;

/// <summary>What is written is read as the same, but for what the forms cannot carry.</summary>
[Trait("Run", "long")]
public sealed class RoundTripTests
{
    private static readonly CpuFeatureInfo[] All = [.. CpuMap.Default.Features(CpuArchitecture.X86_64)];
    private static readonly string[] Bits =
        [.. All.Where(
            f => !f.IsMsr && (!f.Coordinate.Contains("ECX=", StringComparison.Ordinal)
                || f.Coordinate.Contains("ECX=0)", StringComparison.Ordinal))).Select(f => f.Name)];
    private static readonly string[] Named = [.. All.Select(f => f.Name).Where(VmxFeatureMask.HasName)];

    [Fact]
    public void Masks_keep_every_policy_but_not_the_order() => Prop.ForAll(Passthrough(Bits), cpu =>
        VmxFile.Read(VmxCpuid.For(cpu).Format()).Cpu is { } read ? read.Features.SequenceEqual(InMapOrder(cpu)) : cpu.Features.Count == 0)
        .Holds();

    [Fact]
    public void Names_keep_every_policy_but_optional() => Prop.ForAll(Passthrough(Named), cpu =>
        (VmxFile.Read(VmxCpuid.For(cpu, VmxSyntax.Features).Format()).Cpu?.Features ?? [])
            .SequenceEqual(InMapOrder(cpu).Where(f => f.Policy != CpuPolicy.Optional)))
        .Holds();

    [Fact]
    public void Masks_of_a_model_come_back_as_its_features_and_those_it_lacks() => Prop.ForAll(RandomCpus.Guests, guest =>
    {
        CpuDefinition cpu = guest with { Features = guest.Features.Where(f => Bits.Contains(f.Name)) };
        CpuFeatureList read = VmxFile.Read(VmxCpuid.For(cpu).Format()).Cpu!.Features;
        CpuPolicy others =
            cpu.Match switch { CpuMatch.Minimum => CpuPolicy.Optional, CpuMatch.Strict => CpuPolicy.Forbid, _ => CpuPolicy.Disable };
        IReadOnlyList<string> model = CpuMap.Default.FindModel(cpu.Model!)!.Features;
        return read.Select(f => f.Name).SequenceEqual(Bits) && read.All(f => f.Policy
            == (cpu.Features.IndexOf(f.Name) is >= 0 and var place ? cpu.Features[place].Policy : model.Contains(f.Name) ? CpuPolicy.Require
                : others));
    }).Holds();

    [Fact]
    public void Writing_what_was_read_gives_the_same_lines() => Prop.ForAll(Passthrough(Bits), cpu =>
    {
        string written = VmxCpuid.For(cpu).Format();
        return VmxFile.Read(written).Cpu is not { } read || VmxCpuid.For(read).Format() == written;
    }).Holds();

    private static Arbitrary<CpuDefinition> Passthrough(string[] names) => Arb.From(
        from chosen in Gen.SubListOf(names)
        from policies in Gen.Elements(Enum.GetValues<CpuPolicy>()).ListOf(chosen.Count)
        select new CpuDefinition
        {
            Mode = CpuMode.HostPassthrough,
            Features = [.. chosen.Zip(policies, (name, policy) => new CpuFeature(name, policy))],
        });

    private static IEnumerable<CpuFeature> InMapOrder(CpuDefinition cpu) =>
        cpu.Features.OrderBy(f => Array.FindIndex(All, a => a.Name == f.Name));
}
