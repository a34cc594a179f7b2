using static NVirt.RelaxNg.Tests.Documents;

namespace NVirt.RelaxNg.Tests.Validation;

/// <summary>A mistake does not hide others, and does not cause any.</summary>
public sealed class RecoveryTests
{
    private const string Disks = """
        <element name="disks"><zeroOrMore><element name="disk"><choice>
        <group><attribute name="type"><value>file</value></attribute><element name="source"><attribute name="file"/></element></group>
        <group><attribute name="type"><value>block</value></attribute><element name="source"><attribute name="dev"/></element></group>
        </choice><optional><element name="size"><data type="integer"/></element></optional></element></zeroOrMore></element>
        """;

    [Fact]
    public void Every_sibling_is_checked() => Assert.Equal(
        ["2:7: attribute type of <disk> is \"x\"; expected file or block", "3:20: <source> lacks attribute dev",
            "4:42: the text of <size> is \"big\"; expected an integer"],
        Errors(Disks, """
            <disks>
            <disk type='x'><source file=''/></disk>
            <disk type='block'><source/></disk>
            <disk type='file'><source file=''/><size>big</size></disk>
            </disks>
            """));

    [Fact]
    public void Behind_a_wrong_value_all_variants_are_allowed() =>
        Assert.Single(Errors(Disks, "<disks><disk type='x'><source dev=''/></disk></disks>"));

    [Fact]
    public void The_variant_that_an_attribute_chose_decides_what_is_expected() => Assert.Equal(
        ["1:34: attribute dev is not allowed on <source>; expected file"],
        Errors(Disks, "<disks><disk type='file'><source dev='' file=''/></disk></disks>"));

    [Fact]
    public void The_inside_of_an_unknown_element_is_left_alone() =>
        Assert.Single(Errors(Disks, "<disks><unknown><disk type='x'/>text</unknown></disks>"));

    [Fact]
    public void The_inside_of_an_element_too_much_is_checked() => Assert.Equal(
        ["1:49: element <size> of <disk> is not allowed here, or not again; no more elements are expected",
            "1:55: the text of <size> is \"x\"; expected an integer"],
        Errors("<element name='disk'><element name='source'><empty/></element><element name='size'><data "
            + "type='integer'/></element></element>", "<disk><source/><size>1</size><!-- and again --> <size>x</size></disk>"));

    [Fact]
    public void Behind_an_element_too_early_its_followers_are_right() => Assert.Single(
        Errors("<element name='a'><element name='b'><empty/></element><element name='c'><empty/></element><element "
            + "name='d'><empty/></element></element>", "<a><c/><d/></a>"));

    [Fact]
    public void Text_that_is_not_allowed_does_not_excuse_what_is_missing() => Assert.Equal(
        ["1:1: <a> lacks <b>", "1:4: no text is allowed in <a>, but there is \"x\""],
        Errors("<element name='a'><element name='b'><empty/></element></element>", "<a>x</a>"));

    [Fact]
    public void What_is_only_possible_with_a_value_is_never_taken_as_right() =>
        Assert.Single(
            Errors("<element name='a'><choice><group><element name='b'><empty/></element></group><value>1</value></choice></element>",
                "<a/>"));

    [Fact]
    public void Errors_come_in_the_order_of_the_document()
    {
        (int, int)[] places = [.. Schema(Disks).Validate("<disks>\n<disk/>\n<disk type='x' y=''/>\n<z/>\n<disk>x</disk></disks>")
            .Select(e => (e.Line, e.Column))];
        Assert.True(places.Length > 4);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void Errors_before_the_end_of_what_is_well_formed_are_told() => Assert.Equal(
        [RelaxNgErrorKind.ElementNotAllowed, RelaxNgErrorKind.Malformed],
        Schema(Disks).Validate("<disks><x/><disk type='file'></disks>").Select(e => e.Kind));

    [Fact]
    public void After_a_thousand_errors_no_more_are_looked_for() =>
        Assert.Equal(1000, Errors(Disks, $"<disks>{string.Concat(Enumerable.Repeat("<x/>", 3000))}</disks>").Length);
}
