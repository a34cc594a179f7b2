using static NVirt.RelaxNg.Tests.Documents;

namespace NVirt.RelaxNg.Tests.Validation;

/// <summary>One message for each kind of mistake: where, what, and what was expected.</summary>
public sealed class MessageTests
{
    private const string Feature = """
        <element name="feature"><attribute name="name"/><optional><attribute name="policy"><choice>
        <value>force</value><value>require</value><value>optional</value><value>disable</value><value>forbid</value>
        </choice></attribute></optional></element>
        """;

    private const string Guest = """
        <element name="guest"><interleave><element name="name"><text/></element><optional><element name="memory"><data type="unsignedInt"/></element></optional>
        <zeroOrMore><element name="disk"><empty/></element></zeroOrMore></interleave></element>
        """;

    [Fact]
    public void A_value_of_an_attribute()
    {
        RelaxNgError error = Error(Feature, "<feature name='vmx'\n  policy='wish'/>");
        Assert.Equal("doc.xml:2:3: attribute policy of <feature> is \"wish\"; expected force, require, optional, disable or forbid",
            error.ToString());
        Assert.Equal(RelaxNgErrorKind.AttributeValue, error.Kind);
        Assert.Equal(("feature", "policy", "wish"), (error.Element, error.Attribute, error.Value));
        Assert.Equal(["force", "require", "optional", "disable", "forbid"], error.Expected);
        Assert.Null(error.Suggestion);
    }

    [Fact]
    public void A_value_that_is_nearly_right()
    {
        RelaxNgError error = Error(Feature, "<feature name='vmx' policy='Force'/>");
        Assert.EndsWith("; did you mean force?", error.Message, StringComparison.Ordinal);
        Assert.Equal("force", error.Suggestion);
    }

    [Fact]
    public void A_missing_attribute()
    {
        RelaxNgError error = Error(Feature, "<feature policy='force'/>");
        Assert.Equal("doc.xml:1:1: <feature> lacks attribute name", error.ToString());
        Assert.Equal((RelaxNgErrorKind.AttributeMissing, "name"), (error.Kind, error.Attribute));
    }

    [Fact]
    public void A_missing_attribute_that_may_not_be_anything()
    {
        RelaxNgError error = Error(
            "<element name='a'><attribute name='b'><choice><value>on</value><value>off</value></choice></attribute></element>", "<a/>");
        Assert.Equal("<a> lacks attribute b; expected on or off", error.Message);
        Assert.Equal(["on", "off"], error.Expected);
    }

    [Fact]
    public void One_of_several_missing_attributes()
    {
        RelaxNgError error = Error("<element name='a'><choice><attribute name='b'/><attribute name='c'/></choice></element>", "<a/>");
        Assert.Equal("<a> lacks attribute b or c", error.Message);
        Assert.Equal(["b", "c"], error.Expected);
    }

    [Fact]
    public void Several_missing_attributes() => Assert.Equal(
        ["1:1: <a> lacks attribute b", "1:1: <a> lacks attribute c"],
        Errors("<element name='a'><attribute name='b'/><attribute name='c'/></element>", "<a/>"));

    [Fact]
    public void An_unknown_attribute()
    {
        RelaxNgError error = Error(Feature, "<feature name='vmx' color='red'/>");
        Assert.Equal("doc.xml:1:21: attribute color is not allowed on <feature>; expected policy", error.ToString());
        Assert.Equal((RelaxNgErrorKind.AttributeNotAllowed, "color", "red"), (error.Kind, error.Attribute, error.Value));
    }

    [Fact]
    public void An_unknown_attribute_where_none_is_left() => Assert.Equal(
        "attribute b is not allowed on <a>; no more attributes are expected",
        Error("<element name='a'><empty/></element>", "<a b=''/>").Message);

    [Fact]
    public void A_misspelt_attribute_counts_as_the_right_one()
    {
        RelaxNgError error = Error(Feature, "<feature nmae='vmx'/>");
        Assert.Equal("attribute nmae is not allowed on <feature>; expected name or policy; did you mean name?", error.Message);
        Assert.Equal("name", error.Suggestion);
    }

    [Fact]
    public void An_attribute_that_others_exclude() => Assert.Equal(
        "attribute c of <a> is not allowed together with b=\"x\"",
        Error("<element name='a'><choice><attribute name='b'/><attribute name='c'/></choice></element>", "<a b='x' c=''/>").Message);

    [Fact]
    public void An_attribute_that_another_excludes_by_its_value()
    {
        const string Schema = """
            <element name="a"><optional><attribute name="d"/></optional><choice>
            <attribute name="b"><value>plain</value></attribute>
            <group><attribute name="b"><choice><value>fine</value><value>finest</value></choice></attribute><attribute name="c"/></group>
            </choice></element>
            """;
        RelaxNgError error = Error(Schema, "<a d='' b='plain' c='x'/>");
        Assert.Equal(
            "doc.xml:1:19: attribute c of <a> is not allowed together with b=\"plain\"; expected b fine or finest", error.ToString());
        Assert.Equal(("c", "x"), (error.Attribute, error.Value));
    }

    [Fact]
    public void An_attribute_that_several_exclude() => Assert.Equal(
        "attribute d of <a> is not allowed together with its other attributes; no more attributes are expected",
        Error("<element name='a'><choice><group><attribute name='b'/><attribute name='c'/></group><attribute name='d'/></choice></element>",
            "<a b='' c='' d=''/>").Message);

    [Fact]
    public void An_unknown_element()
    {
        RelaxNgError error = Error(Guest, "<guest><name/><cpu><anything/></cpu></guest>");
        Assert.Equal("doc.xml:1:15: element <cpu> is not allowed in <guest>; expected <memory> or <disk>", error.ToString());
        Assert.Equal((RelaxNgErrorKind.ElementNotAllowed, "cpu"), (error.Kind, error.Element));
        Assert.Equal(["<memory>", "<disk>"], error.Expected);
    }

    [Fact]
    public void A_misspelt_element_counts_as_the_right_one()
    {
        RelaxNgError error = Error(Guest, "<guest><nme>x</nme></guest>");
        Assert.EndsWith("; did you mean <name>?", error.Message, StringComparison.Ordinal);
        Assert.Equal("name", error.Suggestion);
    }

    [Fact]
    public void The_inside_of_a_misspelt_element_is_checked() => Assert.Equal(
        ["1:15: element <memori> is not allowed in <guest>; expected <memory> or <disk>; did you mean <memory>?",
            "1:23: the text of <memori> is \"x\"; expected an integer from 0 to 4294967295"],
        Errors(Guest, "<guest><name/><memori>x</memori></guest>"));

    [Fact]
    public void A_missing_element()
    {
        RelaxNgError error = Error(Guest, "\n <guest><disk/></guest>");
        Assert.Equal("doc.xml:2:2: <guest> lacks <name>", error.ToString());
        Assert.Equal((RelaxNgErrorKind.ElementMissing, "guest"), (error.Kind, error.Element));
        Assert.Equal(["<name>"], error.Expected);
    }

    [Fact]
    public void An_element_once_too_often()
    {
        RelaxNgError error = Error(Guest, "<guest><name/><name/></guest>");
        Assert.Equal(
            "doc.xml:1:15: element <name> of <guest> is not allowed here, or not again; expected <memory> or <disk>", error.ToString());
        Assert.Equal(RelaxNgErrorKind.ElementNotAllowed, error.Kind);
    }

    [Fact]
    public void An_element_too_early()
    {
        const string pair = "<element name='a'><element name='b'><empty/></element><element name='c'><empty/></element></element>";
        RelaxNgError error = Error(pair, "<a><c/></a>");
        Assert.Equal("doc.xml:1:4: element <c> of <a> comes too early; expected <b>", error.ToString());
        Assert.Equal(RelaxNgErrorKind.ElementMissing, error.Kind);
    }

    [Fact]
    public void Another_root_element() =>
        Assert.Equal("<host> cannot be the root element; expected <guest>", Error(Guest, "<host/>").Message);

    [Fact]
    public void Text_that_is_no_value()
    {
        RelaxNgError error = Error(Guest, "<guest><name/><memory>\n much </memory></guest>");
        Assert.Equal("doc.xml:1:23: the text of <memory> is \"much\"; expected an integer from 0 to 4294967295", error.ToString());
        Assert.Equal((RelaxNgErrorKind.TextValue, "memory", "\n much "), (error.Kind, error.Element, error.Value));
    }

    [Fact]
    public void No_text_where_there_has_to_be_a_value() => Assert.Equal(
        "doc.xml:1:15: the text of <memory> is \"\"; expected an integer from 0 to 4294967295",
        Error(Guest, "<guest><name/><memory/></guest>").ToString());

    [Fact]
    public void Text_where_none_may_be()
    {
        RelaxNgError error = Error(Guest, "<guest><name/>some text<disk/></guest>");
        Assert.Equal("doc.xml:1:15: no text is allowed in <guest>, but there is \"some text\"", error.ToString());
        Assert.Equal(RelaxNgErrorKind.TextNotAllowed, error.Kind);
    }

    [Fact]
    public void A_namespace_that_is_missing() => Assert.Equal(
        "<a> cannot be the root element; expected <{urn:x}a>",
        Error("<element name='a' ns='urn:x'><empty/></element>", "<a/>").Message);

    [Fact]
    public void What_is_not_well_formed()
    {
        RelaxNgError error = Error(Guest, "<guest><name></guest>");
        Assert.Equal(RelaxNgErrorKind.Malformed, error.Kind);
        Assert.Equal((1, 16), (error.Line, error.Column));
    }

    [Fact]
    public void A_document_type() => Assert.Equal("a document type is not allowed", Error(Guest, "<!DOCTYPE guest><guest/>").Message);

    [Fact]
    public void Values_from_documents_stay_on_one_line_and_are_cut() => Assert.Equal(
        $"attribute b of <a> is \"x y{new string('z', 77)}...\"; expected c",
        Error("<element name='a'><attribute name='b'><value>c</value></attribute></element>",
            $"<a b='x&#10;y{new string('z', 200)}'/>").Message);

    [Fact]
    public void Long_lists_are_cut_in_the_message_only()
    {
        string values = string.Concat(Enumerable.Range(10, 30).Select(i => $"<value>v{i}</value>"));
        RelaxNgError error = Error($"<element name='a'><choice>{values}</choice></element>", "<a>x</a>");
        Assert.EndsWith("v24, v25 or 14 more", error.Message, StringComparison.Ordinal);
        Assert.Equal(30, error.Expected.Count);
    }

    [Theory]
    [InlineData(
        "<data type='integer'><param name='minInclusive'>1</param><param name='maxInclusive'>8</param></data>", "an integer from 1 to 8")]
    [InlineData("<data type='unsignedShort'><param name='minInclusive'>1</param></data>", "an integer from 1 to 65535")]
    [InlineData("<data type='string'><param name='pattern'>[0-9]+</param></data>", "text that matches [0-9]+")]
    [InlineData("<data type='decimal'><param name='fractionDigits'>2</param></data>",
        "a decimal number with at most 2 digits after the decimal point")]
    [InlineData("<data type='boolean'/>", "true or false")]
    [InlineData("<data type='date'/>", "a date such as 2026-01-31")]
    [InlineData("<list><value>b</value><data type='integer'/></list>", "a list of b or an integer")]
    [InlineData("<data type='NCName'><except><value>none</value></except></data>", "an XML name without a colon other than none")]
    [InlineData("<choice><value></value><value>two words</value></choice>", "\"\" or \"two words\"")]
    public void Types_are_told_in_words(string type, string expected) => Assert.EndsWith(
        "; expected " + expected,
        Error($"<element name='a'>{type}</element>", "<a>no! none.</a>").Message,
        StringComparison.Ordinal);
}
