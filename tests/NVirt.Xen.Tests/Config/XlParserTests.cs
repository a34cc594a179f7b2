using NVirt.Cpu;
using NVirt.Xen.Config;
using NVirt.Xml;

namespace NVirt.Xen.Tests.Config;

public sealed class XlParserTests
{
    /// <summary>Texts that xl accepts, with the value of the key <c>a</c>.</summary>
    public static TheoryData<string, string> Readable => new()
    {
        { "a=\"b\"\n", "b" },
        { "a='b'", "b" },
        { "\ta\t=\t\"b\" # c\n", "b" },
        { ";;;a=\"b\";;\n", "b" },
        { "a=\"b\"; x=1\n", "b" },
        { "#\na=1#", "1" },
        { "a=1\na=2\n", "2" },
        { "a=\"b\"\na+=\"c\"\n", "bc" },
        { "a+=\"b\"\n", "b" },
        { "a=0x1f\n", "0x1f" },
        { "a='b\"c'\n", "b\"c" },
        { "a=\"b\tc\"\n", "b\tc" },
        { "a=[]\n", "[]" },
        { "a = [ \"b\", 'c', 1 ]\n", "[b c 1]" },
        { "a=[\n\n\"b\"\n, #c\n\"d\",\n]\n", "[b d]" },
        { "a=['b']\na+=['c']\n", "[b c]" },
        { "a=['b']\na=['c']\n", "[c]" },
        { "on_crash=\"x\"\na.b_1=1\na=1", "1" },
    };

    /// <summary>Texts that xl does not accept, with the position and the words of the error.</summary>
    public static TheoryData<string, string, string> Unreadable => new()
    {
        { "A=1\n", "1:1", "\"A\" outside a string" },
        { "_a=1\n", "1:1", "\"_\" outside a string" },
        { "a-b=1\n", "1:2", "\"-\" outside a string" },
        { "aB=1\n", "1:2", "\"B\" outside a string" },
        { "a\n", "1:2", "found the end of the line; expected = or +=" },
        { "a", "1:2", "found the end of the file; expected = or +=" },
        { "=1\n", "1:1", "found \"=\"; expected a key" },
        { "a==1\n", "1:3", "found \"=\"; expected a string, a number or a list" },
        { "a=\n\"b\"\n", "1:3", "found the end of the line; expected a string" },
        { "a=b\n", "1:3", "found \"b\"; expected a string" },
        { "a=-1\n", "1:3", "\"-\" outside a string" },
        { "a=1g\n", "1:4", "found \"g\"; expected the end of the line" },
        { "a=\"b\" x=1\n", "1:7", "found \"x\"; expected the end of the line" },
        { "a=\"b\n", "1:3", "the string does not end" },
        { "a=\"b", "1:3", "the string does not end" },
        { "a=\"b\\\"\n", "1:3", "the string does not end" },
        { "a=[,]\n", "1:4", "found \",\"; expected a string" },
        { "a=[\"b\" \"c\"]\n", "1:8", "found a string; expected a comma or ]" },
        { "a=[1;2]\n", "1:5", "found \";\"; expected a comma or ]" },
        { "x=1\na=[1,\n", "3:1", "found the end of the file; expected a string" },
        { "a=1\na+=[2]\n", "2:4", "cannot be combined" },
        { "a=[1]\na+=2\n", "2:4", "cannot be combined" },
    };

    [Theory]
    [MemberData(nameof(Readable))]
    public void Settings_are_read_as_xl_reads_them(string text, string value) => Assert.Equal(value, Show(Parse(text)["a"]));

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_xl_does_not_read_is_refused_with_its_place(string text, string place, string message)
    {
        CpuException refused = Assert.Throws<CpuException>(() => Parse(text));
        Assert.Equal(CpuErrorKind.Xml, refused.Kind);
        Assert.StartsWith($"a.cfg:{place}: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_may_end_as_on_Windows_and_a_mark_may_stand_in_front() =>
        Assert.Equal("[b c]", Show(Parse("\uFEFF# x\r\na = [ 'b',\r\n 'c' ]\r\n")["a"]));

    [Fact]
    public void A_carriage_return_alone_ends_no_line() =>
        Assert.StartsWith("a.cfg:1:4: ", Assert.Throws<CpuException>(() => Parse("a=1\rb=1")).Message, StringComparison.Ordinal);

    [Fact]
    public void Lists_are_nested_to_a_limit()
    {
        Assert.Equal(new string('[', 16) + new string(']', 16), Show(Parse($"a={new string('[', 16)}{new string(']', 16)}")["a"]));
        Assert.StartsWith("a.cfg:1:19: lists are nested too deeply",
            Assert.Throws<CpuException>(() => Parse("a=" + new string('[', 100_000))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_file_is_refused() => Assert.StartsWith(
        $"a.cfg:1:1: the file has {XlParser.MaxCharacters + 1} characters",
        Assert.Throws<CpuException>(() => Parse(new string(' ', XlParser.MaxCharacters + 1))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Very_many_additions_take_little_time()
    {
        string text = "a=''\n" + string.Concat(Enumerable.Repeat("a+='0123456789'\n", 200_000));
        Assert.Equal(2_000_000, Parse(text)["a"].Text!.Length);
    }

    internal static string Show(XlValue value) => value.Text ?? $"[{string.Join(' ', value.Items.Select(Show))}]";

    private static IReadOnlyDictionary<string, XlValue> Parse(string text) =>
        XlParser.Parse(text, new DocumentErrors("a.cfg", CpuException.Of));
}
