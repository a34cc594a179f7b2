using System.Diagnostics;
using System.Text;
using NVirt.RelaxNg.Schemas;
using NVirt.Testing;

namespace NVirt.RelaxNg.Tests;

/// <summary>
/// Small files that expand enormously: each ends with one error at a position, or an answer. Counted, not timed.
/// </summary>
[Trait("Run", "long")]
public sealed class AttackTests
{
    private const string Namespaces =
        "xmlns='http://relaxng.org/ns/structure/1.0' datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'";

    [Theory]
    [InlineData("group", 12, "nested more than 1000 deep")]
    [InlineData("group", 40, "nested more than 1000 deep")]
    [InlineData("group", 400, "nested more than 1000 deep")]
    [InlineData("interleave", 40, "more than 50000 parts")]
    [InlineData("interleave", 400, "more than 50000 parts")]
    public void Definitions_that_double_are_refused_with_their_place(string both, int levels, string limit)
    {
        RelaxNgSchemaException refused = Assert.Throws<RelaxNgSchemaException>(
            () => Doubling(both, levels, "<optional><element name='b'><empty/></element></optional>"));
        Assert.Contains(limit, refused.Message, StringComparison.Ordinal);
        Assert.True(refused is { File: "s.rng", Line: > 1, Column: > 0 }, refused.Message);
    }

    [Theory]
    [InlineData("choice")]
    [InlineData("group")]
    public void What_does_not_grow_may_double(string both) => Assert.Empty(Doubling(both, 200, "<empty/>").Validate("<a/>"));

    [Fact]
    public void A_choice_of_the_same_is_one_however_often_it_doubles() =>
        Assert.Empty(Doubling("choice", 200, "<element name='b'><empty/></element>").Validate("<a><b/></a>"));

    // Each is repeated twice, so that groups are not merged, and none is copied.
    [Theory]
    [InlineData("<element name='b'><empty/></element>")]
    [InlineData("<optional><element name='b'><empty/></element></optional>")]
    [InlineData("<list><oneOrMore><data type='integer'/></oneOrMore></list>")]
    [InlineData("<optional><attribute name='b'/></optional>")]
    public void Repeated_groups_that_double_end(string leaf)
    {
        string definitions = Repeat(
            60, i => $"<define name='d{i}'><oneOrMore><group><ref name='d{i + 1}'/><ref name='d{i + 1}'/></group></oneOrMore></define>\n");
        AssertEnds(
            $"<grammar {Namespaces}><start><element name='a'><ref name='d0'/></element></start>\n{definitions}<define "
                + $"name='d60'>{leaf}</define></grammar>",
            $"<a b='1'>1{string.Concat(Enumerable.Repeat("<b/>", 500))}<c/></a>");
    }

    [Theory]
    [InlineData(24)]
    [InlineData(2000)]
    public void An_interleave_in_the_other_order_ends(int count) => AssertEnds(
        Schema($"<interleave>{Repeat(count, i => $"<optional><element name='e{i}'><empty/></element></optional>")}</interleave>"),
        $"<a>{Repeat(count, i => $"<e{count - i - 1}/>")}</a>");

    [Fact]
    public void Ambiguous_groups_in_an_interleave_end() => AssertEnds(
        Schema("<interleave>"
            + Repeat(200, i => $"<zeroOrMore><group><element name='x{i}'><empty/></element>"
                + $"<optional><element name='x{i}'><empty/></element></optional>"
                + $"<element name='y{i}'><empty/></element></group></zeroOrMore>")
            + "</interleave>"),
        $"<a>{Repeat(200, i => $"<x{i}/>")}</a>");

    [Fact]
    public void Repetitions_may_be_nested_deeply() => AssertEnds(
        Schema(Repeat(200, _ => "<oneOrMore>") + "<element name='b'><empty/></element>" + Repeat(200, _ => "</oneOrMore>")),
        $"<a>{Repeat(500, _ => "<b/>")}</a>");

    [Fact]
    public void Repeated_interleaves_that_are_nested_end() => AssertEnds(
        Schema(Repeat(80, i => $"<oneOrMore><interleave><optional><element name='c{i}'><empty/></element></optional>")
            + "<element name='b'><empty/></element>" + Repeat(80, _ => "</interleave></oneOrMore>")),
        $"<a>{Repeat(500, i => $"<b/><c{i % 80}/>")}</a>");

    [Fact]
    public void A_group_of_many_is_refused_with_its_place()
    {
        RelaxNgSchemaException refused = Assert.Throws<RelaxNgSchemaException>(
            () => RelaxNgSchema.Parse(Schema(Repeat(5000, i => $"<element name='e{i}'><empty/></element>")), "s.rng"));
        Assert.Contains("nested more than 1000 deep", refused.Message, StringComparison.Ordinal);
        Assert.Equal(("s.rng", 1), (refused.File, refused.Line));
    }

    [Theory]
    [InlineData(40_000, true)]
    [InlineData(70_000, false)]
    public void A_choice_of_many_values_is_judged_or_refused(int count, bool isAllowed)
    {
        string schema = Schema($"<choice>{Repeat(count, i => $"<value>v{i}</value>")}</choice>");
        if (isAllowed)
        {
            RelaxNgSchema read = RelaxNgSchema.Parse(schema);
            Assert.Empty(read.Validate($"<a>v{count - 1}</a>"));
            Assert.Single(read.Validate($"<a>v{count}</a>"));
        }
        else
        {
            Assert.Contains("more than 50000 parts", Assert.Throws<RelaxNgSchemaException>(() => RelaxNgSchema.Parse(schema)).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_choice_of_many_names_does_not_go_deep()
    {
        RelaxNgSchema schema =
            RelaxNgSchema.Parse($"<element {Namespaces}><choice>{Repeat(100_000, i => $"<name>n{i}</name>")}</choice><empty/></element>");
        Assert.Empty(schema.Validate("<n99999/>"));
        Assert.Single(schema.Validate("<n100000/>"));
    }

    [Fact]
    public void Classes_of_names_that_are_compared_with_each_other_end() => AssertEnds(
        Schema("<interleave>"
            + Repeat(500, i => $"<element><nsName ns='n{i}'><except>"
                + Repeat(200, j => $"<name>x{j}</name>")
                + "</except></nsName><empty/></element>")
            + "</interleave>"),
        "<a/>");

    [Fact]
    public void Many_namespaces_in_force_are_refused() => Assert.Contains(
        "more than 1000 namespaces",
        Assert.Throws<RelaxNgSchemaException>(
            () => RelaxNgSchema.Parse(
                $"<element name='a' {Namespaces} {Repeat(2000, i => $"xmlns:p{i}='u' ")}><empty/></element>")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("(a+)+")]
    [InlineData("(a|aa|a?)*{1,50}b")]
    [InlineData("((a{0,1000}){0,1000}){0,1000}")]
    [InlineData("(((((((a{0,1000}){0,1000}){0,1000}){0,1000}){0,1000}){0,1000}){0,1000}){0,1000}b")]
    [InlineData("(.*a.*){25}")]
    [InlineData("(a?){0,2000000000}(a?){0,2000000000}b")]
    [InlineData("((a|b)*a(a|b){0,30})*{0,20}c")]
    public void Expressions_with_many_readings_end(string expression)
    {
        string patterns = $"<data type='string'><param name='pattern'>{expression}</param></data>";
        AssertEnds(Schema(patterns), $"<a>{new string('a', 60)}!</a>");
        AssertEnds(Schema(patterns), $"<a>{string.Concat(Enumerable.Repeat("aab", 20_000))}!</a>");
    }

    [Fact]
    public void Expressions_of_many_optional_parts_end()
    {
        string many = string.Concat(Enumerable.Repeat("a?", 4_999));
        AssertEnds(Schema($"<data type='string'><param name='pattern'>{many}</param></data>"), $"<a>{new string('a', 5_000)}</a>");
        AssertEnds(Schema($"<data type='string'><param name='pattern'>({many})*</param></data>"), $"<a>{new string('a', 5_000)}</a>");
    }

    [Fact]
    public void A_long_expression_is_refused_with_its_place()
    {
        RelaxNgSchemaException refused = Assert.Throws<RelaxNgSchemaException>(
            () => RelaxNgSchema.Parse(
                Schema($"<data type='string'>\n<param name='pattern'>{new string('a', 10_001)}</param></data>"), "s.rng"));
        Assert.Equal(("s.rng", 2, 1), (refused.File, refused.Line, refused.Column));
        Assert.Contains("more than 10000 characters", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("decimal", "<param name='maxInclusive'>9</param><param name='totalDigits'>2147483647</param>")]
    [InlineData("integer", "<param name='minExclusive'>-1</param>")]
    [InlineData("float", "<param name='maxInclusive'>9</param>")]
    [InlineData("duration", "<param name='maxInclusive'>P1Y</param>")]
    [InlineData("dateTime", "<param name='minInclusive'>2000-01-01T00:00:00</param>")]
    [InlineData("base64Binary", "<param name='maxLength'>2147483647</param>")]
    [InlineData("hexBinary", "<param name='length'>0</param>")]
    public void Long_values_are_judged(string type, string facets) => AssertEnds(
        Schema($"<data type='{type}'>{facets}</data>"), $"<a>{new string('1', 4_000_000)}</a>");

    [Fact]
    public void A_list_of_many_words_is_judged() => AssertEnds(
        Schema("<list><oneOrMore><choice><data type='token'/><data type='integer'/><value>1</value></choice></oneOrMore></list>"),
        $"<a>{string.Concat(Enumerable.Repeat("1 ", 300_000))}</a>");

    [Fact]
    public void A_long_document_does_not_use_up_what_a_short_one_may()
    {
        RelaxNgSchema schema =
            RelaxNgSchema.Parse(
                Schema("<zeroOrMore><element name='b'><attribute name='c'><data type='int'/></attribute><data "
                    + "type='token'/></element></zeroOrMore>"));
        Assert.Empty(schema.Validate($"<a>{string.Concat(Enumerable.Repeat("<b c='1'>some text</b>", 500_000))}</a>"));
    }

    [Fact]
    public void Errors_about_large_choices_end() => AssertEnds(
        Schema($"<zeroOrMore><choice>{Repeat(20_000, i => $"<element name='element-{i}'><empty/></element>")}</choice></zeroOrMore>"),
        $"<a>{Repeat(2000, i => $"<elemend-{i}/>")}</a>");

    [Fact]
    public void A_document_that_costs_too_much_is_not_judged()
    {
        // Each word may be read in any of the ways of the one before.
        string doubled =
            Repeat(100, i =>
                $"<zeroOrMore><group><element name='x'><empty/></element><element "
                    + $"name='{(i % 2 == 0 ? "x" : "y")}'><empty/></element></group></zeroOrMore>");
        string schema =
            Schema($"<oneOrMore><group>{doubled}<oneOrMore><group>{doubled}<oneOrMore><group>{doubled}</group></oneOrMore></group>"
                + $"</oneOrMore></group></oneOrMore>");
        IReadOnlyList<RelaxNgError> errors = RelaxNgSchema.Parse(schema)
            .Validate($"<a>{Repeat(3000, i => i % 3 == 0 ? "<y/>" : "<x/>")}</a>", "d.xml");
        Assert.All(errors, e => Assert.Equal("d.xml", e.File));
    }

    [Fact]
    public void An_element_may_have_many_attributes_of_any_name() => AssertEnds(
        Schema("<zeroOrMore><attribute><anyName/></attribute></zeroOrMore>"), $"<a {Repeat(3_000, i => $"x{i}='' ")}/>");

    [Theory]
    [InlineData("x{0}='' ")]
    [InlineData("xmlns:x{0} = \"u\" ")]
    [InlineData("x{0}\n=\n'>' ")]
    public void An_element_of_very_many_attributes_is_refused_before_it_is_read(string attribute)
    {
        RelaxNgSchema schema = RelaxNgSchema.Parse(Schema("<zeroOrMore><attribute><anyName/></attribute></zeroOrMore>"));
        string document = $"<a {Repeat(2_000_000, i => string.Format(System.Globalization.CultureInfo.InvariantCulture, attribute, i))}/>";
        Assert.Equal("1:2: an element has more than 5000 attributes", Assert.Single(schema.Validate(' ' + document)).ToString());
        foreach (Encoding encoding in new[] { Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            RelaxNgError error =
                Assert.Single(schema.Validate(new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes(document)])));
            Assert.Equal((RelaxNgErrorKind.Malformed, 1), (error.Kind, error.Line));
        }
    }

    [Fact]
    public void What_looks_like_attributes_may_be_anywhere_else()
    {
        RelaxNgSchema schema = RelaxNgSchema.Parse(Schema("<zeroOrMore><element name='b'><attribute name='c'/></element></zeroOrMore>"));
        Assert.Empty(schema.Validate($"<a>{string.Concat(Enumerable.Repeat("<b c='x=1'/>", 20_000))}</a>"));
        Assert.Empty(RelaxNgSchema.Parse(Schema("<text/>")).Validate($"<a>{string.Concat(Enumerable.Repeat("a=b", 20_000))}</a>"));
    }

    [Fact]
    public void Files_that_include_each_other_within_many_divisions_do_not_go_too_deep()
    {
        Stream Open(string path)
        {
            string next = $"<include href='{Path.GetFileName(path)}x'/>";
            return new MemoryStream(
                Encoding.UTF8.GetBytes($"<grammar {Namespaces}>{Repeat(200, _ => "<div>")}{next}{Repeat(200, _ => "</div>")}</grammar>"));
        }

        RelaxNgSchemaException refused = Assert.Throws<RelaxNgSchemaException>(() => RelaxNgSchema.Load("/a", Open));
        Assert.Contains("deep", refused.Message, StringComparison.Ordinal);
        Assert.True(refused.Line > 0, refused.Message);
    }

    [Fact]
    public void All_files_of_a_schema_have_a_size_together()
    {
        byte[] large = Encoding.UTF8.GetBytes($"<grammar {Namespaces}><!--{new string(' ', 20 << 20)}--></grammar>");
        Stream Open(string path) => new MemoryStream(path != "/a" ? large : Encoding.UTF8.GetBytes(
            $"<grammar {Namespaces}>{Repeat(10, i => $"<include href='b{i}'/>")}<start><element "
                + $"name='a'><empty/></element></start></grammar>"));
        Assert.Equal("/b3: all files of the schema together have more than 64 MiB",
            Assert.Throws<RelaxNgSchemaException>(() => RelaxNgSchema.Load("/a", Open)).Message);
    }

    [Theory]
    [InlineData("<include href='{0}'/><start><element name='a'><empty/></element></start>")]
    [InlineData("<start><externalRef href='{0}'/></start>")]
    public void A_pipe_or_a_device_is_no_file_of_a_schema(string reference)
    {
        Needs.Linux("pipes with names are made with mkfifo, of Linux");
        using TempFolder folder = new();
        string pipe = Path.Combine(folder.Root, "pipe");
        using (Process make = Process.Start("mkfifo", [pipe]))
        {
            make.WaitForExit();
        }

        foreach (string file in new[] { pipe, "/dev/zero", "/dev/full", folder.Root })
        {
            string outer =
                folder.Write(
                    "outer.rng",
                        $"<grammar "
                            + $"{Namespaces}>\n{string.Format(System.Globalization.CultureInfo.InvariantCulture, reference, file)}"
                            + $"</grammar>");
            RelaxNgSchemaException refused = Assert.Throws<RelaxNgSchemaException>(() => RelaxNgSchema.Load(outer));
            Assert.Contains(file, refused.Message, StringComparison.Ordinal);
            Assert.Throws<RelaxNgSchemaException>(() => RelaxNgSchema.Load(file));
        }

        Assert.EndsWith("it is not a regular file; copy it to one",
            Assert.Throws<RelaxNgSchemaException>(() => RelaxNgSchema.Load(pipe)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_schemas_use_little_of_what_they_may()
    {
        string[] schemas = Directory.Exists("/usr/share/libvirt/schemas") ? Directory.GetFiles("/usr/share/libvirt/schemas", "*.rng") : [];
        Needs.Package(schemas.Length > 0, "libvirt's schemas are not installed (Debian package libvirt0)");
        foreach (string path in schemas.Where(p => File.ReadAllText(p).Contains("<start>", StringComparison.Ordinal)))
        {
            SchemaFiles files = new(SchemaFiles.Open);
            files.Read(path, root => new SchemaCompiler(files).CompileAll(root));
            Assert.True(files.Work.Budget.Spent < Limits.SchemaSteps / 10, $"{path} took {files.Work.Budget.Spent} steps");
        }
    }

    private static string Repeat(int count, Func<int, string> part) => string.Concat(Enumerable.Range(0, count).Select(part));

    private static string Schema(string content) => $"<element name='a' {Namespaces}>{content}</element>";

    private static RelaxNgSchema Doubling(string both, int levels, string leaf) => RelaxNgSchema.Parse(
        $"<grammar {Namespaces}><start><element name='a'><ref name='d0'/></element></start>\n"
        + Repeat(levels, i => $"<define name='d{i}'><{both}><ref name='d{i + 1}'/><ref name='d{i + 1}'/></{both}></define>\n")
        + $"<define name='d{levels}'>{leaf}</define></grammar>",
        "s.rng");

    // An answer, or an error at a position; otherwise the test would not end, or would end all tests.
    private static void AssertEnds(string schema, string document)
    {
        try
        {
            IReadOnlyList<RelaxNgError> errors = RelaxNgSchema.Parse(schema, "s.rng").Validate(document, "d.xml");
            Assert.All(errors, e => Assert.True(e is { File: "d.xml", Line: > 0, Column: > 0 }, e.ToString()));
        }
        catch (RelaxNgSchemaException refused)
        {
            Assert.True(refused is { File: "s.rng", Line: > 0, Column: > 0 }, refused.Message);
        }
    }
}
