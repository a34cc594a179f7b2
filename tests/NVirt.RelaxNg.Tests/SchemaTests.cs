using System.Xml;
using NVirt.Testing;

namespace NVirt.RelaxNg.Tests;

/// <summary>The entry points.</summary>
public sealed class SchemaTests
{
    private static readonly RelaxNgSchema Schema = Documents.Schema("<element name='a'><attribute name='b'/></element>");

    [Fact]
    public void A_document_is_a_text_or_a_file_or_a_reader()
    {
        using TempFolder folder = new();
        string path = folder.Write("doc.xml", "<a/>");
        using StringReader text = new("<a/>");
        using XmlReader reader = XmlReader.Create(new StringReader("<a/>"));
        Assert.Equal("1:1: <a> lacks attribute b", Assert.Single(Schema.Validate("<a/>")).ToString());
        Assert.Equal("x:1:1: <a> lacks attribute b", Assert.Single(Schema.Validate(text, "x")).ToString());
        Assert.Equal("y:1:1: <a> lacks attribute b", Assert.Single(Schema.Validate(reader, "y")).ToString());
        Assert.Equal($"{path}:1:1: <a> lacks attribute b", Assert.Single(Schema.ValidateFile(path)).ToString());
    }

    [Fact]
    public void A_reader_without_lines_gives_no_places()
    {
        XmlDocument document = new();
        document.LoadXml("<a/>");
        using XmlNodeReader reader = new(document);
        RelaxNgError error = Assert.Single(Schema.Validate(reader));
        Assert.Equal((0, 0), (error.Line, error.Column));
    }

    [Fact]
    public void An_empty_document_is_malformed() =>
        Assert.Equal(RelaxNgErrorKind.Malformed, Assert.Single(Schema.Validate(string.Empty)).Kind);

    [Fact]
    public void Messages_are_in_the_language_of_the_user()
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentUICulture;
        try
        {
            System.Globalization.CultureInfo.CurrentUICulture = new System.Globalization.CultureInfo("de");
            Assert.Equal("bei <a> fehlt das Attribut b", Assert.Single(Schema.Validate("<a/>")).Message);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentUICulture = before;
        }
    }
}
