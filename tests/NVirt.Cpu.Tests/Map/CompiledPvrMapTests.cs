using System.Xml.Linq;
using NVirt.Testing;

namespace NVirt.Cpu.Tests.Map;

/// <summary>The compiled maps of ppc64 and ARM are equal to the reference, item by item.</summary>
public sealed class CompiledPvrMapTests
{
    private static readonly CpuMap Compiled = CpuMap.Default;

    public static TheoryData<string, CpuArchitecture> Maps =>
        new() { { "ppc64", CpuArchitecture.Ppc64le }, { "arm", CpuArchitecture.Aarch64 } };

    [Theory]
    [MemberData(nameof(Maps))]
    public void Vendors_are_the_references_in_order(string name, CpuArchitecture arch) => Assert.Equal(
        ReferenceMap.Read(name).Vendors.Select(
            v => new CpuVendorInfo(Name(v), v.Attribute("value")?.Value.ToLowerInvariant() ?? string.Empty)),
        Compiled.Vendors(arch));

    [Theory]
    [MemberData(nameof(Maps))]
    public void Features_are_the_references_in_order(string name, CpuArchitecture arch) =>
        Assert.Equal(ReferenceMap.Read(name).Features.Select(Name), Compiled.Features(arch).Select(f => f.Name));

    [Theory]
    [MemberData(nameof(Maps))]
    public void Models_are_the_references_in_order_with_vendor_and_numbers(string name, CpuArchitecture arch) => Assert.Equal(
        ReferenceMap.Read(name).Models.Select(
            m => string.Join(' ', [Name(m), Name(m.Element("vendor")!), .. m.Elements("pvr").Select(Pvr)])),
        Compiled.Models(arch).Select(m => string.Join(' ', [m.Name, m.Vendor!, .. m.Pvrs.Select(p => $"{p.Value:x8}/{p.Mask:x8}")])));

    [Theory]
    [MemberData(nameof(Maps))]
    public void Loading_the_reference_gives_the_same(string name, CpuArchitecture arch)
    {
        CpuMap loaded = CpuMap.Load(Places.Shared("reference", "cpu-map"));
        Assert.Equal(ReferenceMap.Read(name).Models.Count, loaded.Models(arch).Count);
        Assert.Equal(Compiled.Vendors(arch), loaded.Vendors(arch));
        Assert.Equal(Compiled.Features(arch).Select(f => f.Name), loaded.Features(arch).Select(f => f.Name));
        Assert.Equivalent(loaded.Models(arch), Compiled.Models(arch), strict: true);
    }

    [Theory]
    [InlineData(CpuArchitecture.Ppc64)]
    [InlineData(CpuArchitecture.Armv6l)]
    public void Every_name_is_found_in_its_own_map_only(CpuArchitecture arch)
    {
        Assert.All(Compiled.Models(arch), m => Assert.Equal(m.Name, Compiled.FindModel(m.Name, arch)!.Name));
        Assert.All(Compiled.Models(arch), m => Assert.Null(Compiled.FindModel(m.Name)));
        Assert.All(Compiled.Features(arch), f => Assert.Equal(f, Compiled.FindFeature(f.Name, arch)));
        Assert.All(Compiled.Features(arch), f => Assert.Null(Compiled.FindFeature(f.Name)));
    }

    [Fact]
    public void Names_match_exactly()
    {
        Assert.Null(Compiled.FindModel("power9", CpuArchitecture.Ppc64));
        Assert.Null(Compiled.FindFeature("SVE", CpuArchitecture.Aarch64));
    }

    [Fact]
    public void Every_feature_has_a_description() =>
        Assert.All(Compiled.Features(CpuArchitecture.Aarch64), f => Assert.NotEmpty(f.Description));

    [Fact]
    public void Other_architectures_have_no_map()
    {
        Assert.Empty(Compiled.Vendors(CpuArchitecture.S390x));
        Assert.Empty(Compiled.Features(CpuArchitecture.S390x));
        Assert.Empty(Compiled.Models(CpuArchitecture.S390x));
        Assert.Null(Compiled.FindFeature("vx", CpuArchitecture.S390x));
        Assert.Null(Compiled.FindModel("z15", CpuArchitecture.S390x));
    }

    private static string Name(XElement entry) => entry.Attribute("name")!.Value;

    private static string Pvr(XElement pvr) =>
        $"{ReferenceMap.Number(pvr, "value"):x8}/{(pvr.Attribute("mask") is null ? uint.MaxValue : ReferenceMap.Number(pvr, "mask")):x8}";
}
