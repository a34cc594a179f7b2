using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Testing.Properties;

namespace NVirt.Cpu.Tests.X86;

[Trait("Run", "long")]
public class X86ProjectionTests
{
    private static readonly X86Map Map = FakeCpuid.Map;

    [Fact]
    public void A_set_bit_is_its_feature() =>
        Assert.Equal(
            FakeCpuid.Features("pni", "fpu"), X86Projection.FeaturesOf(Map, X86CpuData.Create([X86Item.Cpuid(1, 0, ecx: 1, edx: 1)])));

    [Fact]
    public void The_halves_of_an_msr_are_eax_and_edx()
    {
        int feature = Map.FindFeature("vmx-vnmi");
        var (register, bit) = Map.FeatureBit(feature);
        Assert.Equal(Cpu.Map.RegisterName.Edx, register.Name);
        X86CpuData data = X86CpuData.Create([X86Item.Msr(register.Leaf, eax: 0, edx: 1u << bit)]);
        Assert.True(X86Projection.FeaturesOf(Map, data).Contains(feature));
    }

    [Fact]
    public void No_data_is_no_feature() => Assert.True(X86Projection.FeaturesOf(Map, X86CpuData.Empty).IsEmpty);

    [Fact]
    public void All_bits_are_all_features()
    {
        var all = Enumerable.Range(0, Map.RegisterCount).Select(Map.Register)
            .Select(r => new X86Item(r.IsMsr, r.Leaf, r.Subleaf, ~0u, ~0u, ~0u, ~0u));
        Assert.Equal(Map.FeatureCount, X86Projection.FeaturesOf(Map, X86CpuData.Create(all)).Count);
    }

    [Fact]
    public void Any_set_of_features_survives_the_way_through_its_bits() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), numbers =>
        {
            int[] features = [.. numbers.Select(n => (int)((uint)n % Map.FeatureCount)).Distinct()];
            FeatureSet expected = default;
            foreach (int feature in features)
            {
                expected.Add(feature);
            }

            return X86Projection.FeaturesOf(Map, X86CpuData.Create(features.Select(Item))) == expected;
        }).Holds();

    private static X86Item Item(int feature)
    {
        var (register, bit) = Map.FeatureBit(feature);
        uint value = 1u << bit;
        X86Item item = new(register.IsMsr, register.Leaf, register.Subleaf, 0, 0, 0, 0);
        return register.Name switch
        {
            Cpu.Map.RegisterName.Eax => item with { Eax = value },
            Cpu.Map.RegisterName.Ebx => item with { Ebx = value },
            Cpu.Map.RegisterName.Ecx => item with { Ecx = value },
            _ => item with { Edx = value },
        };
    }
}
