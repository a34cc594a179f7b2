using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.Probe.Dumps.Registers;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;
using NVirt.Testing.Properties;

namespace NVirt.Cpu.Probe.Tests.Dumps;

[Trait("Run", "long")]
public class RegisterDumpTests
{
    private const string Vendor = "ebx=0x756e6547 ecx=0x6c65746e edx=0x49656e69";
    private const string AmdVendor = "ebx=0x68747541 ecx=0x444d4163 edx=0x69746e65";

    private static readonly string Two = $"""
        CPU 0:
           0x00000000 0x00: eax=0x00000007 {Vendor}
           0x00000007 0x01: eax=0x00000010 ebx=0x00000000 ecx=0x00000000 edx=0x00000000

        CPU 1:
           0x00000000 0x00: eax=0x00000001 {Vendor}
        """;

    private static readonly string Guest = Line(1, "eax=0x0 ebx=0x0 ecx=0x80000000 edx=0x0");

    private static IReadOnlyList<DumpedCpu> Read(byte[] bytes) => RegisterDump.Read(new DumpText(bytes, "host.txt"), new CpuidRawLine());

    private static X86Reading Parse(string text, int cpu = 0)
    {
        DumpedCpu dumped = Read(Encoding.UTF8.GetBytes(text))[cpu];
        return new X86Reading((X86CpuData)dumped.Data!, dumped.Coverage);
    }

    private static string Line(uint leaf, string registers) => $"   0x{leaf:x8} 0x00: {registers}\n";

    private static string Zeros(uint leaf) => Line(leaf, "eax=0x00000000 ebx=0x00000000 ecx=0x00000000 edx=0x00000000");

    private static string Max(uint leaf, uint max) => Line(leaf, $"eax=0x{max:x8} ebx=0x00000000 ecx=0x00000000 edx=0x00000000");

    private static string Start(uint max = 1, string vendor = Vendor) => "CPU:\n" + Line(0, $"eax=0x{max:x8} {vendor}");

    private static string Refusal(string text)
    {
        CpuException e = Assert.Throws<CpuException>(() => Parse(text));
        Assert.Equal(CpuErrorKind.Xml, e.Kind);
        Assert.Equal(CpuRule.Malformed, e.Refusal.Reasons[0].Rule);
        return e.Refusal.Reasons[0].Subject!;
    }

    [Fact]
    public void The_leaves_of_a_processor_are_its_data() =>
        Assert.Equal([FakeCpuid.Leaf0(7), X86Item.Cpuid(7, 1, 0x10)], Parse(Two).Data.Items);

    [Fact]
    public void Every_processor_is_read_with_its_number_and_line()
    {
        Assert.Equal([FakeCpuid.Leaf0(1)], Parse(Two, 1).Data.Items);
        Assert.Equal([(0, 1), (1, 5)], Read(Encoding.UTF8.GetBytes(Two)).Select(c => (c.Number!.Value, c.Line)));
    }

    [Fact]
    public void A_number_that_no_processor_has_is_refused_with_those_that_there_are() => Assert.Equal(
        "host.txt: no processor with the number 7; the dump has: 0, 1",
        Assert.Throws<CpuException>(() => CpuReader.Read(Encoding.UTF8.GetBytes(Two), "host.txt", cpu: 7)).Message);

    [Fact]
    public void A_heading_without_a_number_is_taken() => Assert.Single(Parse(Start()).Data.Items);

    [Fact]
    public void Leaves_without_a_heading_are_one_processor() => Assert.Single(Parse(Line(0, $"eax=0x1 {Vendor}")).Data.Items);

    [Fact]
    public void Line_ends_of_windows_and_a_byte_order_mark_do_no_harm() =>
        Assert.True(Parse(Two).Data.IsIdenticalTo(Parse('\uFEFF' + Two.ReplaceLineEndings("\r\n")).Data));

    [Fact]
    public void What_the_dump_holds_is_covered_and_nothing_else()
    {
        X86Reading reading = Parse(Two);
        Assert.True(reading.Coverage.HasCpuid(7, 1));
        Assert.False(reading.Coverage.HasCpuid(7, 0));
    }

    [Fact]
    public void Leaves_above_the_stated_maximum_are_dropped() =>
        Assert.Equal([0u, 1u], Parse(Start(1) + Zeros(1) + Zeros(2) + Zeros(0x20000000)).Data.Items.Select(i => i.Leaf));

    [Fact]
    public void An_extended_range_whose_maximum_is_below_it_is_dropped() =>
        Assert.Single(Parse(Start() + Max(0x80000000, 7) + Zeros(0x80000001)).Data.Items);

    [Fact]
    public void Transmeta_leaves_of_other_vendors_are_dropped() =>
        Assert.DoesNotContain(Parse(Start() + Max(0x80000000, 0x80000008) + Zeros(0x80860000)).Data.Items, i => i.Leaf == 0x80860000);

    [Fact]
    public void The_range_0xc0000000_of_other_vendors_is_dropped_even_if_it_states_a_maximum() =>
        Assert.Single(Parse(Start(vendor: AmdVendor) + Max(0xc0000000, 0xc0000004) + Zeros(0xc0000001)).Data.Items);

    [Fact]
    public void The_range_0xc0000000_of_zhaoxin_is_kept()
    {
        const string shanghai = "ebx=0x68532020 ecx=0x20206961 edx=0x68676e61";
        Assert.NotNull(Parse(Start(vendor: shanghai) + Max(0xc0000000, 0xc0000001) + Zeros(0xc0000001)).Data.Cpuid(0xc0000001));
    }

    [Fact]
    public void Hypervisor_leaves_are_kept_under_a_hypervisor()
    {
        string guest = Start() + Guest + Max(0x40000000, 0x40000003) + Zeros(0x40000003) + Zeros(0x40000100);
        Assert.Equal([0u, 1u, 0x40000000u, 0x40000003u], Parse(guest).Data.Items.Select(i => i.Leaf));
    }

    [Fact]
    public void Old_kvm_states_no_maximum_and_has_one_leaf() =>
        Assert.NotNull(Parse(Start() + Guest + Zeros(0x40000000) + Zeros(0x40000001)).Data.Cpuid(0x40000001));

    [Fact]
    public void Hypervisor_leaves_of_a_bare_machine_are_dropped() =>
        Assert.DoesNotContain(
            Parse(Start() + Zeros(1) + Max(0x40000000, 0x40000001) + Zeros(0x40000001)).Data.Items, i => i.Leaf >= 0x40000000);

    [Fact]
    public void The_same_line_twice_does_no_harm() => Assert.Equal(2, Parse(Start() + Zeros(1) + Zeros(1)).Data.Items.Length);

    [Fact]
    public void A_leaf_that_stands_twice_with_other_registers_is_refused() =>
        Assert.StartsWith("host.txt:4:", Refusal(Start() + Zeros(1) + Max(1, 1)), StringComparison.Ordinal);

    [Theory]
    [InlineData("   0x00000000 0x00: eax=0x1 ebx=0x2 edx=0x3", "host.txt:1:37: expected \"ecx=\"")]
    [InlineData("0x123456789 0x00:", "host.txt:1:3: expected a number of 1 to 8 hexadecimal digits after 0x")]
    [InlineData("0x0 0x0: eax=0x1 ebx=0x2 ecx=0x3 edx=0x4 more", "host.txt:1:42: expected the end of the line")]
    public void A_malformed_line_is_refused_with_its_place(string text, string message) =>
        Assert.Equal(message + "; save what \"cpuid -1 -r\" prints, unchanged", Refusal(text));

    [Fact]
    public void A_malformed_line_of_another_processor_is_refused_too() => Refusal(Two + "\n0x00");

    [Fact]
    public void A_processor_of_which_one_leaf_was_read_is_that_leaf() =>
        Assert.Equal([7u], Parse("CPU 0:\n" + Zeros(7)).Data.Items.Select(i => i.Leaf));

    [Theory]
    [InlineData("Here it is:\n\n```\n{0}```\nRegards")]
    [InlineData("# cpuid -r\n{0}\n")]
    [InlineData("root@host:~# cpuid -r\n{0}root@host:~#")]
    public void Talk_around_it_does_no_harm(string frame) =>
        Assert.True(
            Parse(Two).Data.IsIdenticalTo(Parse(string.Format(System.Globalization.CultureInfo.InvariantCulture, frame, Two + "\n")).Data));

    [Theory]
    [InlineData("> ")]
    [InlineData(">")]
    [InlineData("> > ")]
    [InlineData("\t")]
    [InlineData("\u00a0 ")]
    public void What_mail_puts_before_each_line_does_no_harm(string mark) =>
        Assert.True(Parse(Two).Data.IsIdenticalTo(Parse(mark + Two.ReplaceLineEndings("\n" + mark)).Data));

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    public void Utf_16_is_read_with_and_without_its_mark(string encoding, bool isMarked)
    {
        Encoding utf16 = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. isMarked ? utf16.GetPreamble() : [], .. utf16.GetBytes(Two)];
        Assert.Equal(2, Read(bytes).Count);
    }

    [Fact]
    public void A_malformed_line_in_mail_is_refused_with_its_place_in_the_mail() =>
        Assert.StartsWith("host.txt:3:39: expected \"ecx=\"", Refusal("Hello\n>\n>    0x00000000 0x00: eax=0x1 ebx=0x2 edx=0x3"),
            StringComparison.Ordinal);

    [Fact]
    public void A_number_that_comes_again_goes_on_with_its_processor() =>
        Assert.Equal(
            2, Assert.Single(
                Read(Encoding.UTF8.GetBytes(
                    Start().Replace("CPU:", "CPU 0:", StringComparison.Ordinal) + "CPU 0:\n" + Zeros(1)))).Coverage.HasCpuid(1, 0) ? 2 : 0);

    [Theory]
    [InlineData("")]
    [InlineData("\n \r\n")]
    public void An_empty_dump_is_refused(string text) =>
        Assert.Equal("host.txt: contains no CPUID leaf; save what \"cpuid -1 -r\" prints", Refusal(text));

    [Fact]
    public void Too_large_a_dump_is_refused()
    {
        byte[] large = new byte[DumpLimits.MaxBytes + 1];
        Assert.Throws<CpuException>(() => Read(large));
    }

    [Fact]
    public void Any_damage_is_parsed_or_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(int At, byte Value)[]>(), changes =>
        {
            byte[] bytes = Encoding.ASCII.GetBytes(Two);
            foreach (var (at, value) in changes)
            {
                bytes[(uint)at % bytes.Length] = value;
            }

            return Record.Exception(() => Read(bytes)) is null or CpuException;
        }).Holds();
}
