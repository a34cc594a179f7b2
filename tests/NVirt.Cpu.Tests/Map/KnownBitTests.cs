using System.Globalization;
using System.Text;
using NVirt.Cpu.Map;
using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;
using NVirt.Testing;

namespace NVirt.Cpu.Tests.Map;

/// <summary>The bits that NVirt knows and libvirt does not.</summary>
public sealed class KnownBitTests
{
    private static readonly IReadOnlyList<CpuKnownBit> All = CpuMap.Default.KnownBits(CpuArchitecture.X86_64);

    [Fact]
    public void Every_bit_that_real_processors_have_and_the_map_lacks_has_a_name()
    {
        HashSet<string> named = [.. All.Select(b => Place(b.Entry.Register, b.Entry.Bit))];
        string[] seen = [.. File.ReadLines(Places.Shared("reports", "unknown-bits.tsv")).Select(l => l.Split('\t')[0])];
        Assert.NotEmpty(seen);
        Assert.All(seen, p => Assert.Contains(p, named));
    }

    [Fact]
    public void Where_linux_has_the_bit_the_name_is_linuxs()
    {
        ILookup<string, string> places = All.Where(b => !b.Entry.Register.IsMsr).ToLookup(b => LinuxPlace(b.Entry), b => b.Source);
        IEnumerable<string[]> flags = File.ReadLines(Places.Shared("spec", "linux-flags.tsv")).Select(l => l.Split('\t'))
            .Where(f => f.Length > 5);
        Assert.All(flags.Where(f => places.Contains(f[4])), f => Assert.Contains($"linux:{f[0].ToLowerInvariant()}", places[f[4]]));
    }

    [Fact]
    public void No_name_and_no_place_is_that_of_anything_else()
    {
        CpuMap map = CpuMap.Default;
        HashSet<string> taken = [.. map.Features(CpuArchitecture.X86_64).SelectMany(f => f.Aliases.Select(a => a.Name).Append(f.Name))];
        HashSet<string> places = [.. map.Features(CpuArchitecture.X86_64).Select(f => f.Coordinate)];
        Assert.All(All, b => Assert.True(taken.Add(b.Name), b.Name));
        Assert.All(All, b => Assert.DoesNotContain(b.Coordinate, places));
        Assert.All(All, b => Assert.Null(map.FindModel(b.Name)));
        Assert.All(All, b => Assert.Null(PseudoFeatures.Find(b.Name)));
    }

    [Fact]
    public void A_name_is_small_letters_digits_and_hyphens() => Assert.All(
        All, b => Assert.All(b.Name, c => Assert.True(c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-', b.Name)));

    [Fact]
    public void Each_has_a_meaning_and_those_with_a_name_elsewhere_a_source()
    {
        Assert.All(All, b => Assert.NotEmpty(b.Description));
        Assert.All(All, b => Assert.Equal(b.Kind == CpuKnownBitKind.Reserved, b.Source.Length == 0));
    }

    [Fact]
    public void One_that_a_security_advisory_names_is_there()
    {
        CpuKnownBit bit = Find("tsa-fill-no");
        Assert.Equal("CPUID.80000021H:ECX[7]", bit.Coordinate);
        Assert.Equal("linux:tsa_fill_no", bit.Source);
        Assert.Equal(CpuKnownBitKind.Flag, bit.Kind);
    }

    [Fact]
    public void A_part_of_a_number_names_the_number_and_its_bit()
    {
        CpuKnownBit bit = Find("lbr-events-gpc-bmp-1");
        Assert.Equal(CpuKnownBitKind.Field, bit.Kind);
        Assert.Equal("Field: general counters whose events last branch records log, bit 1", bit.Description);
    }

    [Theory]
    [InlineData("CentaurHauls", 6, 9, "ais")]
    [InlineData("CentaurHauls", 6, 0x19, "sm2")]
    [InlineData("CentaurHauls", 7, 0x1b, "sm2")]
    [InlineData("  Shanghai  ", 7, 0x5b, "sm2")]
    public void One_place_means_different_things_to_different_processors(string vendor, int family, int model, string name)
    {
        X86CpuData data = Processor(vendor, (uint)family, (uint)model, X86Item.Cpuid(0xc0000001, 0, edx: 1));
        Assert.Equal([name], CpuMap.Default.KnownBitsOf(Source(data)).Select(b => b.Name));
    }

    [Theory]
    [InlineData("AuthenticAMD", "e-fxsr")]
    [InlineData("CyrixInstead", "cxmmx")]
    [InlineData("Geode by NSC", "cxmmx")]
    public void The_vendor_of_leaf_0_decides(string vendor, string name) => Assert.Equal(
        [name], CpuMap.Default.KnownBitsOf(Source(Processor(vendor, 6, 1, X86Item.Cpuid(0x80000001, 0, edx: 1 << 24))))
            .Select(b => b.Name));

    [Fact]
    public void What_one_processor_has_and_another_lacks_can_be_listed()
    {
        CpuSource older =
            Read("00000000 00000000 00000006 756e6547 6c65746e 49656e69", "00000006 00000000 00000001 00000000 00000000 00000000");
        CpuSource newer =
            Read("00000000 00000000 00000006 756e6547 6c65746e 49656e69", "00000006 00000000 00000081 00000000 00000008 00000000");
        Assert.Equal(["hwp", "epb"], CpuMap.Default.KnownBitsMissing(newer, older).Select(b => b.Name));
        Assert.Empty(CpuMap.Default.KnownBitsMissing(older, newer));
    }

    [Fact]
    public void What_a_source_does_not_tell_is_neither_there_nor_missing()
    {
        CpuSource cut =
            Read("00000000 00000000 00000007 756e6547 6c65746e 49656e69", "00000001 00000000 000906e9 00000000 00000000 00000000");
        CpuSource whole =
            Read("00000000 00000000 00000007 756e6547 6c65746e 49656e69", "00000006 00000000 00000080 00000000 00000000 00000000");
        Assert.Null(cut.Has(Find("hwp")));
        Assert.True(whole.Has(Find("hwp")));
        Assert.False(whole.Has(Find("epb")));
        Assert.Empty(CpuMap.Default.KnownBitsMissing(whole, cut));
    }

    [Fact]
    public void Of_several_processors_each_must_have_it()
    {
        X86CpuData big = Processor("GenuineIntel", 6, 0x97, X86Item.Cpuid(6, 0, 0x80, 0, 0x9));
        X86CpuData small = Processor("GenuineIntel", 6, 0x97, X86Item.Cpuid(6, 0, 0x80, 0, 0x1));
        CpuSource both = new(big) { Readings = [new X86Reading(big, X86Coverage.Complete), new X86Reading(small, X86Coverage.Complete)] };
        X86CpuData cut = X86CpuData.Create([X86Vendor.ItemOf("GenuineIntel") with { Eax = 7 }]);
        CpuSource one = new(big) { Readings = [new X86Reading(big, X86Coverage.Complete), new X86Reading(cut, X86Coverage.Of(cut.Items))] };
        Assert.True(both.Has(Find("hwp")));
        Assert.False(both.Has(Find("epb")));
        Assert.Equal(["hwp", "aperfmperf"], CpuMap.Default.KnownBitsOf(both).Select(b => b.Name));
        Assert.Null(one.Has(Find("hwp")));
        Assert.Empty(CpuMap.Default.KnownBitsOf(one));
    }

    [Fact]
    public void A_leaf_above_the_highest_has_none() =>
        Assert.False(Read("00000000 00000000 00000005 756e6547 6c65746e 49656e69", "00000001 00000000 00000000 00000000 00000000 00000000")
            .Has(Find("hwp")));

    [Fact]
    public void One_vendors_bit_of_an_unknown_vendor_is_unknown()
    {
        CpuSource source = Source(X86CpuData.Create([X86Item.Cpuid(0xc0000001, 0, edx: 1)]), [(0xc0000001, 0)]);
        Assert.Null(source.Has(Find("ais")));
        Assert.Null(source.Has(Find("sm2")));
    }

    [Fact]
    public void A_definition_tells_nothing()
    {
        CpuSource source = new(CpuDefinition.NewHost(CpuArchitecture.X86_64) with { Model = "EPYC" });
        Assert.Null(source.Has(Find("sev")));
        Assert.Empty(CpuMap.Default.KnownBitsOf(source));
    }

    [Fact]
    public void Only_x86_has_them() => Assert.Empty(CpuMap.Default.KnownBits(CpuArchitecture.Aarch64));

    [Fact]
    public void A_map_that_has_a_feature_of_the_name_or_at_the_place_keeps_it()
    {
        using TempFolder folder = new();
        folder.Write("index.xml", "<cpus><arch name='x86'><include filename='all.xml'/></arch></cpus>");
        folder.Write(
            "all.xml",
            "<cpus><feature name='speed-shift'><cpuid eax_in='6' eax='0x80'/></feature><feature name='epb'><cpuid eax_in='1' "
                + "edx='1'/></feature></cpus>");
        CpuMap map = CpuMap.Load(folder.Root);
        Assert.Null(map.FindKnownBit("hwp"));
        Assert.Null(map.FindKnownBit("epb"));
        Assert.NotNull(map.FindKnownBit("hfi"));
    }

    [Theory]
    [InlineData("Skylake-Server-v5", "GenuineIntel")]
    [InlineData("EPYC-Genoa-v1", "AuthenticAMD")]
    public void They_change_no_verdict_and_no_model(string model, string vendor)
    {
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64);
        CpuDefinition host = CpuDefinition.NewHost(CpuArchitecture.X86_64);
        X86CpuData plain = ((X86CpuData)driver.Encode(new CpuDefinition { Model = model }).Required).With(X86Vendor.ItemOf(vendor));
        X86CpuData full = plain.Add(X86CpuData.Create(All.Select(b => OfBit(b.Entry))));
        CpuDefinition decoded = driver.Decode(host, full);
        Assert.Equal(driver.Decode(host, plain), decoded);
        Assert.NotEmpty(CpuMap.Default.KnownBitsOf(Source(full)));
        Assert.Equal(
            driver.Compare(driver.Decode(host, plain), new CpuDefinition { Model = model }).Verdict,
            driver.Compare(decoded, new CpuDefinition { Model = model }).Verdict);
    }

    [Fact]
    public void A_definition_cannot_name_one()
    {
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64);
        CpuDefinition host = CpuDefinition.NewHost(CpuArchitecture.X86_64) with { Model = "EPYC" };
        CpuDefinition guest = new() { Model = "EPYC", Features = [new CpuFeature("sev", CpuPolicy.Require)] };
        Assert.Equal(CpuVerdict.Error, driver.Compare(host, guest).Verdict);
    }

    private static CpuKnownBit Find(string name) => CpuMap.Default.FindKnownBit(name)!;

    private static CpuSource Read(params string[] lines)
    {
        string dump = "CPU:\n" + string.Concat(lines.Select(l => l.Split(' '))
            .Select(w => $"   0x{w[0]} 0x{w[1][6..]}: eax=0x{w[2]} ebx=0x{w[3]} ecx=0x{w[4]} edx=0x{w[5]}\n"));
        return Assert.Single(CpuReader.Read(Encoding.ASCII.GetBytes(dump), "dump"));
    }

    private static CpuSource Source(X86CpuData data, IEnumerable<(uint Leaf, uint Subleaf)>? read = null) => new(data)
    {
        Readings = [new X86Reading(data, read is null ? X86Coverage.Complete : X86Coverage.Of(read))],
    };

    private static X86CpuData Processor(string vendor, uint family, uint model, X86Item item) => X86CpuData.Create(
        [X86Vendor.ItemOf(vendor), X86Item.Cpuid(1, 0, X86Signature.ToEax(new CpuSignature(family, model, 0))), item]);

    private static X86Item OfBit(X86KnownBit bit)
    {
        uint value = 1u << bit.Bit;
        X86Item item = new(bit.Register.IsMsr, bit.Register.Leaf, bit.Register.Subleaf, 0, 0, 0, 0);
        return bit.Register.Name switch
        {
            RegisterName.Eax => item with { Eax = value },
            RegisterName.Ebx => item with { Ebx = value },
            RegisterName.Ecx => item with { Ecx = value },
            _ => item with { Edx = value },
        };
    }

    private static string Place(X86Register register, int bit) =>
        string.Create(
            CultureInfo.InvariantCulture, $"{register.Leaf:X8}/{register.Subleaf} {register.Name.ToString().ToUpperInvariant()}[{bit}]");

    private static string LinuxPlace(X86KnownBit bit) => string.Create(
        CultureInfo.InvariantCulture,
            $"CPUID.(EAX={bit.Register.Leaf:X2}H,ECX={bit.Register.Subleaf}):{bit.Register.Name.ToString().ToUpperInvariant()}[{bit.Bit}]");
}
