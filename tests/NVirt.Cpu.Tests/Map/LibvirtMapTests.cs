using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NVirt.Testing;

namespace NVirt.Cpu.Tests.Map;

/// <summary>Maps in libvirt's format that are loaded at run time.</summary>
public sealed class LibvirtMapTests
{
    private const string Index = "<cpus><arch name='x86'><include filename='all.xml'/></arch></cpus>";
    private const string Vendor = "<vendor name='Intel' string='GenuineIntel'/>";
    private const string Feature = "<feature name='fpu'><cpuid eax_in='0x1' edx='0x1'/></feature>";

    [Fact]
    public void A_small_map_serves_every_operation()
    {
        CpuMap map = Load($"<cpus>{Vendor}{Feature}<feature name='sse'><cpuid eax_in='0x1' edx='0x02000000'/></feature>"
            + "<model name='m'><decode host='on' guest='on'/><vendor name='Intel'/><feature name='fpu'/></model></cpus>");
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64, map);
        CpuDefinition host = CpuDefinition.NewHost(CpuArchitecture.X86_64) with { Model = "m", Features = [new CpuFeature("sse")] };
        Assert.Equal(["m"], driver.Models);
        Assert.Equal(CpuVerdict.Superset, driver.Compare(host, new CpuDefinition { Model = "m" }).Verdict);
        Assert.Equal(CpuVerdict.Error, driver.Compare(host, new CpuDefinition { Model = "Nehalem" }).Verdict);
    }

    [Theory]
    [InlineData("<cpus><feature name='a'><cpuid eax_in='1' eax='3'/></feature></cpus>",
        "all.xml:1:8: the feature \"a\" has 2 bits; expected exactly one")]
    [InlineData("<cpus><feature name='a'/></cpus>", "all.xml:1:8: the feature \"a\" has 0 bits")]
    [InlineData("<cpus><feature><cpuid eax_in='1' eax='1'/></feature></cpus>", "all.xml:1:8: <feature> lacks the attribute name")]
    [InlineData("<cpus><feature name='a'><cpuid eax_in='1' eax='one'/></feature></cpus>", "the attribute eax is \"one\"")]
    [InlineData("<cpus>" + Feature + Feature + "</cpus>", "the feature \"fpu\" is defined twice")]
    [InlineData("<cpus><model name='m'/></cpus>", "does not say what it may be decoded for")]
    [InlineData(
        "<cpus><model name='m'><decode host='on' guest='maybe'/></model></cpus>", "the attribute guest is \"maybe\"; expected on or off")]
    [InlineData("<cpus><model name='m'><decode host='on' guest='on'/><feature name='x'/></model></cpus>", "no feature is named \"x\"")]
    [InlineData("<cpus><model name='m'><decode host='on' guest='on'/><signature family='0' model='1'/></model></cpus>", "family \"0\"")]
    [InlineData("<cpus><vendor name='V' string='short'/></cpus>", "\"short\" cannot be a vendor's id")]
    [InlineData("<cpus>", "all.xml:1:")]
    [InlineData("<!DOCTYPE cpus [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><cpus>&x;</cpus>", "all.xml")]
    public void A_broken_map_is_refused_with_file_line_and_column(string file, string problem)
    {
        CpuException refused = Assert.Throws<CpuException>(() => Load(file));
        Assert.Equal(CpuErrorKind.Internal, refused.Kind);
        Assert.Equal(CpuRule.BrokenMap, Assert.Single(refused.Refusal.Reasons).Rule);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_of_every_architecture_serves_all_of_them()
    {
        CpuMap map = Load(
            "<cpus><vendor name='Acorn' value='41'/><feature name='f'/><model name='m'><vendor name='Acorn'/><pvr "
                + "value='0xD0C'/></model></cpus>",
            Empty("x86")
                + "<arch name='ppc64'><vendor name='IBM'/><model name='P'><pvr value='0x4b0000' mask='ffff0000'/><pvr value='1' "
                + "mask='1'/></model></arch>"
                + "<arch name='arm'><group name='g'><include filename='all.xml'/></group></arch>");
        Assert.Equal([new CpuVendorInfo("Acorn", "0x41")], map.Vendors(CpuArchitecture.Armv7l));
        Assert.Equal(["f"], map.Features(CpuArchitecture.Aarch64).Select(f => f.Name));
        Assert.Equal([new CpuPvrInfo(0xd0c, uint.MaxValue)], map.FindModel("m", CpuArchitecture.Aarch64)!.Pvrs);
        Assert.Equal([new CpuVendorInfo("IBM", "")], map.Vendors(CpuArchitecture.Ppc64));
        Assert.Equal([new CpuPvrInfo(0x4b0000, 0xffff0000), new CpuPvrInfo(1, 1)], map.FindModel("P", CpuArchitecture.Ppc64)!.Pvrs);
        Assert.Null(map.FindModel("P", CpuArchitecture.Ppc64)!.Vendor);
    }

    [Fact]
    public void A_part_that_is_not_there_is_empty()
    {
        CpuMap map = Load("<cpus/>");
        Assert.Empty(map.Models(CpuArchitecture.Ppc64));
        Assert.Empty(map.Vendors(CpuArchitecture.Aarch64));
        CpuDefinition guest = new() { Model = "POWER9" };
        CpuDefinition host = CpuDefinition.NewHost(CpuArchitecture.Ppc64) with { Model = "POWER9" };
        Assert.Equal(CpuVerdict.Error, CpuDriver.For(CpuArchitecture.Ppc64, map).Compare(host, guest).Verdict);
    }

    [Fact]
    public void A_map_without_x86_is_refused() => Assert.Contains(
        "index.xml:1:2: there is no arch element with the name x86",
        Assert.Throws<CpuException>(() => Load("<cpus/>", "<cpus><arch name='arm'/></cpus>")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("ppc64", "<vendor name='V'/><vendor name='V'/>", "all.xml:1:26: the vendor \"V\" is defined twice")]
    [InlineData("ppc64", "<feature name='f'/>", "all.xml:1:8: the feature \"f\" is not allowed: this map has vendors and models only")]
    [InlineData("ppc64", "<model name='m'/>", "the model \"m\" has no processor version register; expected one or more")]
    [InlineData("ppc64", "<model name='m'><pvr value='0x1'/></model>", "all.xml:1:24: <pvr> lacks the attribute mask")]
    [InlineData("ppc64", "<model name='m'><pvr mask='0x1'/></model>", "<pvr> lacks the attribute value")]
    [InlineData("ppc64", "<model name='m'><pvr value='POWER' mask='0x1'/></model>", "the attribute value is \"POWER\"; expected a number")]
    [InlineData("ppc64", "<model name='m'><pvr value='0x123456789' mask='0x1'/></model>", "the attribute value is \"0x123456789\"")]
    [InlineData("ppc64", "<model name='m'><vendor name='V'/><pvr value='1' mask='1'/></model>", "no vendor is named \"V\"")]
    [InlineData("ppc64", "<model name='m'><vendor/><pvr value='1' mask='1'/></model>", "<vendor> lacks the attribute name")]
    [InlineData("arm", "<vendor name='V'/>", "<vendor> lacks the attribute value")]
    [InlineData("arm", "<vendor name='V' value='0xxx'/>", "the attribute value is \"0xxx\"")]
    [InlineData("arm", "<vendor name='V' value='41'/><vendor name='W' value='0x41'/>", "the vendor \"W\" has the same number as \"V\"")]
    [InlineData("arm", "<feature name='f'/><feature name='f'/>", "the feature \"f\" is defined twice")]
    [InlineData("arm", "<feature/>", "<feature> lacks the attribute name")]
    [InlineData("arm", "<model name='m'/>", "the model \"m\" has 0 part numbers; expected exactly one")]
    [InlineData(
        "arm", "<model name='m'><pvr value='1'/><pvr value='2'/></model>", "the model \"m\" has 2 part numbers; expected exactly one")]
    [InlineData(
        "arm", "<model name='m'><pvr value='1'/></model><model name='m'><pvr value='2'/></model>", "the model \"m\" is defined twice")]
    public void A_broken_part_makes_the_whole_map_unusable(string arch, string entries, string problem)
    {
        string index = $"{Empty("x86")}<arch name='{arch}'><include filename='all.xml'/></arch>";
        CpuException refused = Assert.Throws<CpuException>(() => Load($"<cpus>{entries}</cpus>", index));
        Assert.Equal(CpuErrorKind.Internal, refused.Kind);
        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vendor_must_stand_before_the_models_that_name_it() => Assert.Contains(
        "index.xml:1:61: no vendor is named \"V\"",
        Assert.Throws<CpuException>(() => Load(
            "<cpus><vendor name='V'/></cpus>",
            "<cpus><arch name='x86'/><arch name='ppc64'><model name='m'><vendor name='V'/><pvr value='1' mask='1'/></model><include "
                + "filename='all.xml'/></arch></cpus>")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_folder_without_an_index_is_refused()
    {
        using TempFolder folder = new();
        Assert.Contains("index.xml", Assert.Throws<CpuException>(() => CpuMap.Load(folder.Root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_include_can_not_leave_the_folder() => Assert.Contains(
        "\"../all.xml\" cannot be included",
        Assert.Throws<CpuException>(() => Load("<cpus/>", Index.Replace("all.xml", "../all.xml", StringComparison.Ordinal))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void An_address_on_the_network_is_no_folder()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/map";
        Assert.Contains("there is no such file", Assert.Throws<CpuException>(() => CpuMap.Load(address)).Message, StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    [Fact]
    public void A_map_that_is_too_large_is_refused()
    {
        Assert.Contains("larger than 16777216 bytes", RefusalOf(new string(' ', 17 << 20)), StringComparison.Ordinal);
        string model = "<model name='m{0}'><decode host='on' guest='on'/></model>";
        string models = string.Concat(Enumerable.Range(0, 4097).Select(i => string.Format(CultureInfo.InvariantCulture, model, i)));
        Assert.Contains("there are 4097 models, but room for only 4096", RefusalOf($"<cpus>{models}</cpus>"), StringComparison.Ordinal);
    }

    [Fact]
    public void Models_with_more_signatures_than_the_tables_have_room_for_are_refused()
    {
        string signatures = string.Concat(Enumerable.Repeat("<signature family='6' model='1'/>", 33_000));
        string heir = "<model name='n'><decode host='on' guest='on'/><model name='m'/></model>";
        string file = $"<cpus><model name='m'><decode host='on' guest='on'/>{signatures}</model>{heir}</cpus>";
        Assert.Contains("all models together have 66000 signatures", RefusalOf(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_deep_map_is_refused() => Assert.Contains(
        "nested too deeply", RefusalOf(string.Concat(Enumerable.Repeat("<cpus>", 100_000))), StringComparison.Ordinal);

    private static string RefusalOf(string file) => Assert.Throws<CpuException>(() => Load(file)).Message;

    private static string Empty(string arch) => $"<arch name='{arch}'/>";

    private static CpuMap Load(string file, string index = Index)
    {
        using TempFolder folder = new();
        folder.Write("index.xml", index.StartsWith("<arch", StringComparison.Ordinal) ? $"<cpus>{index}</cpus>" : index);
        folder.Write("all.xml", file);
        return CpuMap.Load(folder.Root);
    }
}
