using System.Text;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Testing;

namespace NVirt.Cpu.Tests.X86;

public class IdentityTests
{
    private static X86Identity Identity(string vendor, uint family, uint model, uint stepping = 0) =>
        X86Identity.Of(
            X86CpuData.Create(
                [FakeCpuid.Leaf0(1, vendor), X86Item.Cpuid(1, 0, X86Signature.ToEax(new CpuSignature(family, model, stepping)))]));

    private static IEnumerable<X86Item> Brand(string text)
    {
        byte[] bytes = new byte[48];
        Encoding.Latin1.GetBytes(text, bytes);
        return Enumerable.Range(0, 3).Select(i => X86Item.Cpuid(0x80000002 + (uint)i, 0, Word(i, 0), Word(i, 4), Word(i, 8), Word(i, 12)));

        uint Word(int leaf, int at) => BitConverter.ToUInt32(bytes, (leaf * 16) + at);
    }

    [Theory]
    [InlineData("AMD EPYC 9755 128-Core Processor", "AMD EPYC 9755 128-Core Processor")]
    [InlineData("       Intel(R)  Xeon(R) CPU", "Intel(R) Xeon(R) CPU")]
    [InlineData("exactly as long as the three leaves have room for", "exactly as long as the three leaves have room fo")]
    [InlineData("red\u001b[31m\u009bnext\nline", "red [31m next line")]
    [InlineData("before\0behind", "before")]
    [InlineData("", null)]
    public void The_brand_is_printable_and_has_single_blanks(string text, string? brand) =>
        Assert.Equal(brand, X86Identity.Of(X86CpuData.Create(Brand(text[..Math.Min(text.Length, 48)]))).Brand);

    [Fact]
    public void A_brand_that_is_cut_off_behind_a_leaf_is_what_there_is() =>
        Assert.Equal("0123456789abcdef", X86Identity.Of(X86CpuData.Create(Brand("0123456789abcdefghi").Take(1))).Brand);

    [Theory]
    [InlineData("AuthenticAMD", 26, 2, 1, "Zen 5", "Turin", "EPYC-Turin")]
    [InlineData("AuthenticAMD", 26, 17, 0, "Zen 5c", "Turin Dense", "EPYC-Turin")]
    [InlineData("AuthenticAMD", 25, 17, 1, "Zen 4", "Genoa", "EPYC-Genoa")]
    [InlineData("AuthenticAMD", 25, 160, 2, "Zen 4c", "Bergamo, Siena", "EPYC-Genoa")]
    [InlineData("AuthenticAMD", 25, 33, 0, "Zen 3", "Vermeer", "EPYC-Milan")]
    [InlineData("AuthenticAMD", 23, 71, 0, "Zen 2", null, "EPYC-Rome")]
    [InlineData("AuthenticAMD", 23, 8, 2, "Zen+", "Pinnacle Ridge, Colfax", "EPYC")]
    [InlineData("AuthenticAMD", 26, 80, 0, "Zen 6", null, "")]
    [InlineData("HygonGenuine", 24, 2, 2, "Dhyana (Zen)", null, "Dhyana")]
    [InlineData("GenuineIntel", 6, 85, 4, "Skylake (server)", "Skylake-SP, -X, -W, -D", "Skylake-Server Skylake-Server-noTSX-IBRS")]
    [InlineData("GenuineIntel", 6, 85, 7, "Cascade Lake", "Cascade Lake-SP, -AP, -X, -W", "Cascadelake-Server Cascadelake-Server-noTSX")]
    [InlineData("GenuineIntel", 6, 85, 11, "Cooper Lake", "Cooper Lake-SP", "Cooperlake")]
    [InlineData("GenuineIntel", 6, 142, 9, "Kaby Lake", "Kaby Lake-U, -Y, Amber Lake", "Skylake-Client Skylake-Client-noTSX-IBRS")]
    [InlineData("GenuineIntel", 6, 158, 13, "Coffee Lake", "Coffee Lake", "Skylake-Client Skylake-Client-noTSX-IBRS")]
    [InlineData("GenuineIntel", 19, 1, 0, "Panther Cove", "Diamond Rapids", "DiamondRapids")]
    [InlineData("CentaurHauls", 7, 91, 3, "YongFeng", "KH-40000", "YongFeng")]
    [InlineData("  Shanghai  ", 7, 59, 0, "LuJiaZui", "KX-6000, KH-30000", "")]
    [InlineData("GenuineIntel", 26, 2, 1, null, null, "")]
    [InlineData("CyrixInstead", 6, 0, 0, null, null, "")]
    public void Vendor_and_signature_tell_the_microarchitecture(
        string vendor, uint family, uint model, uint stepping, string? microarchitecture, string? codeName, string models)
    {
        X86Identity identity = Identity(vendor, family, model, stepping);
        Assert.Equal(
            (microarchitecture, codeName, models), (identity.Microarchitecture, identity.CodeName, string.Join(' ', identity.Models)));
        Assert.Equal((vendor.Trim(), new CpuSignature(family, model, stepping)), (identity.VendorId, identity.Signature));
    }

    [Fact]
    public void Nothing_is_known_of_no_data()
    {
        X86Identity identity = X86Identity.Of(X86CpuData.Empty);
        Assert.Equal((null, null, null, null), (identity.VendorId, identity.Brand, identity.Signature, identity.Microarchitecture));
    }

    [Fact]
    public void Every_model_of_the_table_is_in_the_map() =>
        Assert.All(ProcessorCore.All.SelectMany(c => c.Models), m => Assert.NotNull(CpuMap.Default.FindModel(m)));

    [Fact]
    public void Every_part_of_the_table_is_found_by_a_signature() => Assert.All(
        ProcessorCore.All.SelectMany(c => c.Parts.Select(p => (Core: c, Part: p))),
        row => Assert.Contains(
            row.Part,
            Signatures(row.Part).Select(s => ProcessorCore.Find(row.Core.VendorIds[0], s)!.Value.Part)));

    private static IEnumerable<CpuSignature> Signatures(ProcessorPart part) =>
        from model in Enumerable.Range((int)part.FirstModel, (int)(part.LastModel - part.FirstModel + 1))
        from stepping in Enumerable.Range((int)part.FirstStepping, (int)(part.LastStepping - part.FirstStepping + 1))
        select new CpuSignature(part.Family, (uint)model, (uint)stepping);

    [Fact]
    public void The_signatures_of_the_maps_models_are_of_cores_that_expect_them()
    {
        var found =
            from model in CpuMap.Default.Models(CpuArchitecture.X86_64)
            where model.Vendor is not null && model.Ancestor is null && !model.Name.Contains("-v", StringComparison.Ordinal)
            from signature in model.Signatures
            let id = CpuMap.Default.X86.VendorId(CpuMap.Default.X86.FindVendor(model.Vendor!))
            let identity = Identity(id, signature.Family, signature.Model, (uint)signature.Steppings[0])
            let expected = identity.Models.Any(m => m.Split('-')[0] == model.Name.Split('-')[0])
            where !expected
            select $"{model.Name} {signature.Family}/{signature.Model}: {identity.Microarchitecture} {string.Join(' ', identity.Models)}";

        // The map gives the first three Opterons one signature.
        Assert.Equal(["Opteron_G3 15/6: K8 Opteron_G2 Opteron_G1"], found);
    }

    [Fact]
    public void Every_real_dump_of_these_vendors_has_a_microarchitecture()
    {
        Dictionary<string, string> ids = new(StringComparer.Ordinal)
        {
            ["Intel"] = "GenuineIntel",
            ["AMD"] = "AuthenticAMD",
            ["Hygon"] = "HygonGenuine",
            ["Zhaoxin CentaurHauls"] = "CentaurHauls",
        };
        string[][] rows = [.. File.ReadLines(Places.Shared("dumps", "index.tsv")).Skip(1).Select(l => l.Split('\t'))
            .Where(r => r.Length > 4 && ids.ContainsKey(r[3]))];
        Assert.True(rows.Length > 100);
        Assert.All(rows, r =>
        {
            uint[] numbers = [.. r[4].Split('/').Select(n => uint.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
            Assert.True(Identity(ids[r[3]], numbers[0], numbers[1], numbers[2]).Microarchitecture is not null, string.Join(' ', r));
        });
    }
}
