using System.Xml.Linq;
using NVirt.Cpu.Map;
using NVirt.Testing;

namespace NVirt.Cpu.Tests.Map;

/// <summary>The compiled map is equal to the reference, item by item.</summary>
public sealed class CompiledMapTests
{
    private static readonly CpuMap Compiled = CpuMap.Default;

    [Fact]
    public void Vendors_are_the_references_in_order() => Assert.Equal(
        ReferenceMap.Read().Vendors.Select(v => new CpuVendorInfo(v.Attribute("name")!.Value, v.Attribute("string")!.Value)),
        Compiled.Vendors(CpuArchitecture.X86_64));

    [Fact]
    public void Features_are_the_references_in_order_with_bit_and_migratability()
    {
        IEnumerable<string> expected = ReferenceMap.Read().Features.Select(f =>
            $"{f.Attribute("name")!.Value} {ReferenceMap.Bit(f)} {f.Attribute("migratable")?.Value != "no"}");
        IEnumerable<string> actual = Enumerable.Range(0, Compiled.X86.FeatureCount).Select(i =>
        {
            (X86Register register, int bit) = Compiled.X86.FeatureBit(i);
            var place = (register.IsMsr, register.Leaf, register.Subleaf, register.Name.ToString().ToLowerInvariant(), bit);
            return $"{Compiled.X86.FeatureName(i)} {place} {!Compiled.X86.NonMigratable.Contains(i)}";
        });
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Aliases_are_the_references()
    {
        ILookup<string, string> others = ReferenceMap.OtherNames();
        IEnumerable<string> expected = ReferenceMap.Read().Features.SelectMany(f => f.Elements("alias")
            .Select(a => $"{f.Attribute("name")!.Value} {a.Attribute("source")!.Value}:{a.Attribute("name")!.Value}")
            .Concat(others[f.Attribute("name")!.Value].Select(o => $"{f.Attribute("name")!.Value} libcpuinfo:{o}")));
        Assert.Equal(
            expected, Compiled.Features(CpuArchitecture.X86_64).SelectMany(f => f.Aliases.Select(a => $"{f.Name} {a.Origin}:{a.Name}")));
    }

    [Fact]
    public void Models_are_the_references_in_order_with_everything()
    {
        ReferenceMap reference = ReferenceMap.Read();
        IEnumerable<string> expected = reference.Models.Select(m => string.Join(
            '\n',
            m.Attribute("name")!.Value,
            reference.Vendor(m),
            reference.Ancestor(m)?.Attribute("name")!.Value,
            Canonical(reference, m),
            string.Join(' ', reference.Signatures(m)),
            m.Element("decode")!.Attribute("host")!.Value == "on",
            m.Element("decode")!.Attribute("guest")!.Value == "on",
            m.Element("check") is not null,
            string.Join(' ', reference.FeaturesOf(m).Order(StringComparer.Ordinal)),
            string.Join(' ', ReferenceMap.Names(m, "removed")),
            string.Join(' ', ReferenceMap.Names(m, "added"))));
        IEnumerable<string> actual = Compiled.Models(CpuArchitecture.X86_64).Select(m => string.Join(
            '\n',
            m.Name,
            m.Vendor,
            m.Ancestor,
            m.CanonicalName,
            string.Join(' ', m.Signatures.Select(s => $"{s.Family}/{s.Model}/{s.Steppings[0]}-{s.Steppings[^1]}")),
            m.DecodesToHost,
            m.DecodesToGuest,
            m.UsesCompatibilityCheck,
            string.Join(' ', m.Features.Order(StringComparer.Ordinal)),
            string.Join(' ', m.RemovedFeatures),
            string.Join(' ', m.AddedFeatures)));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Loading_the_reference_gives_the_same_tables()
    {
        X86Tables compiled = Compiled.X86.Tables;
        X86Tables loaded = CpuMap.Load(Places.Shared("reference", "cpu-map")).X86.Tables;
        Assert.True(compiled.ModelBits.SequenceEqual(loaded.ModelBits));
        Assert.True(compiled.ModelLists.SequenceEqual(loaded.ModelLists));
        Assert.True(compiled.ModelCanonicals.SequenceEqual(loaded.ModelCanonicals));
        Assert.True(compiled.FeatureSlots.SequenceEqual(loaded.FeatureSlots));
        Assert.True(compiled.Registers.SequenceEqual(loaded.Registers));
        Assert.True(compiled.SignatureSteppings.SequenceEqual(loaded.SignatureSteppings));
        Assert.True(compiled.NonMigratable.SequenceEqual(loaded.NonMigratable));
    }

    [Fact]
    public void Every_name_is_found_at_its_own_place()
    {
        Assert.All(Enumerable.Range(0, Compiled.X86.FeatureCount),
            i => Assert.Equal(i, Compiled.X86.FindFeature(Compiled.X86.FeatureName(i))));
        Assert.All(Enumerable.Range(0, Compiled.X86.ModelCount), i => Assert.Equal(i, Compiled.X86.FindModel(Compiled.X86.ModelName(i))));
    }

    [Theory]
    [InlineData("AVX2")]
    [InlineData("sse4_1")]
    [InlineData("")]
    [InlineData("avx2 ")]
    public void Names_match_exactly_and_aliases_do_not_count(string name) => Assert.Null(Compiled.FindFeature(name));

    [Fact]
    public void Every_feature_has_a_description() =>
        Assert.All(Compiled.Features(CpuArchitecture.X86_64), f => Assert.NotEmpty(f.Description));

    [Theory]
    [InlineData("avx512f", "CPUID.(EAX=07H,ECX=0):EBX[16]")]
    [InlineData("vmx", "CPUID.01H:ECX[5]")]
    [InlineData("lm", "CPUID.80000001H:EDX[29]")]
    [InlineData("rdctl-no", "MSR 10AH[0]")]
    [InlineData("vmx-ept", "MSR 48BH[33]")]
    public void A_coordinate_is_written_as_in_manuals(string feature, string coordinate) =>
        Assert.Equal(coordinate, Compiled.FindFeature(feature)!.Coordinate);

    private static string? Canonical(ReferenceMap reference, XElement model) => reference.Models
        .Where(m => m.Element("model")?.Attribute("name")!.Value == model.Attribute("name")!.Value && !m.Elements("feature").Any()
        && !m.Elements("signature").Any() && m.Element("vendor") is null)
        .Select(m => m.Attribute("name")!.Value)
        .SingleOrDefault();
}
