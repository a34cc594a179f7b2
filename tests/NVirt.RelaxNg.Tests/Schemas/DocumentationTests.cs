using System.Globalization;
using NVirt.RelaxNg.Patterns;

namespace NVirt.RelaxNg.Tests.Schemas;

/// <summary>Where a schema says in words what a condition means, messages use its words.</summary>
public sealed class DocumentationTests
{
    private const string Pattern = "<data type='token'><param name='pattern'>[0-9]+[KMG]</param></data>";

    private static string Documented(string text, string language = "") =>
        $"<d:documentation xmlns:d='http://relaxng.org/ns/compatibility/annotations/1.0'{language}>{text}</d:documentation>";

    // The definition of the attribute's value, and the start.
    private static string Expected(string definition, string value = "<ref name='size'/>") => Assert.Single(RelaxNgSchema.Parse(
        $"""
        <grammar xmlns='http://relaxng.org/ns/structure/1.0' datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>
        <start><element name='a'><attribute name='b'>{value}</attribute></element></start><define name='size'>{definition}</define></grammar>
        """).Validate("<a b='x'/>")).Expected[0];

    [Fact]
    public void The_documentation_of_a_definition() =>
        Assert.Equal("a size such as 4K", Expected(Documented("\n  a size\n  such as 4K ") + Pattern));

    [Fact]
    public void The_documentation_of_the_data_itself_counts_more() =>
        Assert.Equal("a size",
            Expected(Documented("something") + Pattern.Replace("<param", Documented("a size") + "<param", StringComparison.Ordinal)));

    [Fact]
    public void One_documentation_for_all_alternatives() =>
        Assert.Equal("a size",
            Expected($"{Documented("a size")}<choice>{Pattern}<data type='int'><param name='minInclusive'>1</param></data></choice>"));

    [Fact]
    public void Without_a_condition_the_type_says_enough() =>
        Assert.Equal("true or false", Expected(Documented("a size") + "<data type='boolean'/>"));

    [Fact]
    public void What_is_long_explains_and_is_no_name() =>
        Assert.Contains("[0-9]", Expected(Documented(new string('a', 81)) + Pattern), StringComparison.Ordinal);

    [Fact]
    public void That_of_an_element_or_attribute_is_not_about_its_value() => Assert.Contains(
        "[0-9]",
        Assert.Single(RelaxNgSchema.Parse(
            $"""
            <grammar xmlns='http://relaxng.org/ns/structure/1.0' datatypeLibrary='http://www.w3.org/2001/XMLSchema-datatypes'>
            <start><ref name='a'/></start><define name='a'>{Documented("a thing")}<element name='a'><attribute name='b'>{Pattern}</attribute></element></define></grammar>
            """).Validate("<a b='x'/>")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("de-AT", "eine Menge")]
    [InlineData("fr", "a size")]
    public void The_language_of_the_user_is_taken_where_it_is_there(string language, string expected)
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new CultureInfo(language);
            Assert.Equal(expected, Expected(Documented("a size") + Documented("eine Menge", " xml:lang='de'") + Pattern));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
