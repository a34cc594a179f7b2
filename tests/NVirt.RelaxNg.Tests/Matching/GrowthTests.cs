using NVirt.RelaxNg.Matching;

namespace NVirt.RelaxNg.Tests.Matching;

/// <summary>What is created grows at most with the document, and not at all once its shapes are known. Counted, not timed.</summary>
public sealed class GrowthTests
{
    private static readonly string[] Kinds = [.. Enumerable.Range(0, 40).Select(i => $"k{i}")];

    // As in domains: many kinds of devices in any order, some at most once, with variants by an attribute.
    private static readonly string Devices = $"""
        <element name="devices"><interleave>
        {string.Concat(Kinds.Take(20).Select(k => $"<optional><element name='{k}'><text/></element></optional>"))}
        <zeroOrMore><choice>{string.Concat(Kinds.Skip(20).Select(Device))}</choice></zeroOrMore>
        </interleave></element>
        """;

    [Fact]
    public void A_thousand_devices_make_nothing_that_five_hundred_did_not()
    {
        int five = SizeAfter(Devices, Many(500));
        Assert.Equal(five, SizeAfter(Devices, Many(1000)));
    }

    [Fact]
    public void A_second_document_of_the_same_shape_makes_nothing()
    {
        RelaxNgSchema schema = Documents.Schema(Devices);
        Assert.Empty(schema.Validate(Many(100)));
        int size = schema.Automaton.Size;
        Assert.Empty(schema.Validate(Many(100)));
        Assert.Equal(size, schema.Automaton.Size);
    }

    [Fact]
    public void An_interleave_of_single_elements_grows_with_their_number()
    {
        int[] sizes =
            [.. new[] { 50, 100, 200 }.Select(
                n => SizeAfter(Single(n), $"<a>{string.Concat(Enumerable.Range(0, n).Select(i => $"<e{i}/>"))}</a>"))];
        Assert.InRange(sizes[2] - sizes[1], sizes[1] - sizes[0], 3 * (sizes[1] - sizes[0]));
    }

    [Fact]
    public void Ambiguous_repetitions_stay_small()
    {
        // Each b may belong to any of the alternatives.
        const string ambiguous = """
            <element name="a"><choice>
            <group><zeroOrMore><element name="b"><attribute name="x"/></element></zeroOrMore><element name="c"><empty/></element></group>
            <group><oneOrMore><element name="b"><zeroOrMore><attribute><anyName/></attribute></zeroOrMore></element></oneOrMore><element name="d"><empty/></element></group>
            <zeroOrMore><choice><element name="b"><attribute name="x"/></element><element name="b"><attribute name="y"/></element></choice></zeroOrMore>
            </choice></element>
            """;
        int few = SizeAfter(ambiguous, $"<a>{string.Concat(Enumerable.Repeat("<b x=''/>", 500))}<d/></a>");
        Assert.Equal(few, SizeAfter(ambiguous, $"<a>{string.Concat(Enumerable.Repeat("<b x=''/>", 1000))}<d/></a>"));
    }

    [Fact]
    public void Values_are_not_remembered()
    {
        RelaxNgSchema schema =
            Documents.Schema("<element name='a'><zeroOrMore><element name='b'><data type='integer'/></element></zeroOrMore></element>");
        Assert.Empty(schema.Validate("<a><b>1</b><b>2</b></a>"));
        int size = schema.Automaton.Size;
        Assert.Empty(schema.Validate($"<a>{string.Concat(Enumerable.Range(0, 1000).Select(i => $"<b>{i}</b>"))}</a>"));
        Assert.Equal(size, schema.Automaton.Size);
    }

    [Fact]
    public void A_full_automaton_gives_way_to_a_new_one_within_a_document()
    {
        RelaxNgSchema schema =
            Documents.Schema(
                "<element "
                    + "name='a'><zeroOrMore><element><anyName/><zeroOrMore><attribute><anyName/></attribute></zeroOrMore></element>"
                    + "</zeroOrMore></element>");
        Automaton first = schema.Automaton;
        string many = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<e{i} a{i}=''/>"));
        Assert.Empty(schema.Validate($"<a>{many}</a>"));
        Assert.NotSame(first, schema.Automaton);
        Assert.InRange(first.Size, 50_000, 50_100);
        Assert.Equal("text", Assert.Single(schema.Validate($"<a>{many}<e><text/></e></a>")).Element);
    }

    private static string Device(string kind) => $"""
        <element name="{kind}"><choice>
        <group><attribute name="type"><value>one</value></attribute><interleave><element name="source"><attribute name="file"/></element><optional><element name="target"><attribute name="dev"/></element></optional></interleave></group>
        <group><attribute name="type"><value>two</value></attribute><interleave><element name="source"><attribute name="dev"/></element><optional><element name="target"><attribute name="dev"/></element></optional></interleave></group>
        </choice></element>
        """;

    private static string Many(int count) =>
        $"<devices>{string.Concat(Enumerable.Range(0, count).Select(i =>
            $"<k{20 + (i % 20)} type='{(i % 3 == 0 ? "one" : "two")}'><target dev='v{i}'/>"
            + $"<source {(i % 3 == 0 ? "file" : "dev")}='/{i}'/></k{20 + (i % 20)}>"))}</devices>";

    private static string Single(int count) =>
        $"<element name='a'><interleave>{string.Concat(Enumerable.Range(0, count).Select(i => $"<element name='e{i}'><empty/></element>"))}"
            + $"</interleave></element>";

    private static int SizeAfter(string patterns, string document)
    {
        RelaxNgSchema schema = Documents.Schema(patterns);
        Assert.Empty(schema.Validate(document));
        return schema.Automaton.Size;
    }
}
