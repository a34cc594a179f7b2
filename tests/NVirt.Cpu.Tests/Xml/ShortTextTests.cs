using System.Text;
using System.Xml;
using FsCheck;
using FsCheck.Fluent;
using NVirt.Xml;

namespace NVirt.Cpu.Tests.Xml;

/// <summary>A short text takes another way into the reader, and must mean the same.</summary>
public sealed class ShortTextTests
{
    private static readonly XmlReaderSettings Settings = new()
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
    };

    // Not a document type: the reader names it by as much of it as it has buffered. What we say of it goes by the place.
    private static readonly Gen<string> Pieces = Gen.Elements(
        "<cpu>", "</cpu>", "<a b='c'/>", "<a xmlns='u' q:b='1' xmlns:q='v'>", "</a>", "<", ">", "&", ";", "&amp;", "&#10;", "&#xd800;", "'",
        "\"", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version='1.0' encoding='latin1'?>", "<?x y?>", "\n", "\r", "\r\n", " ", "\t",
        "\0", "\u0001", "\ud800", "\udc00", "\ufffe", "\uffff", "\ufeff", "\u00e9", "\u20ac", "\U0001f600", "model", new string('x', 300));

    [Fact]
    public void Both_ways_read_the_same() => Prop.ForAll(
        Pieces.ListOf().Select(string.Concat).ToArbitrary(),
        text =>
        {
            using XmlReader expected = XmlReader.Create(new StringReader(text.StartsWith('\ufeff') ? text[1..] : text), Settings);
            using XmlReader actual = UntrustedText.Open(text, Settings);
            return Walk(actual) == Walk(expected);
        }).Holds();

    private static string Walk(XmlReader reader)
    {
        StringBuilder seen = new();
        try
        {
            while (reader.Read())
            {
                Add(reader, seen);
                while (reader.MoveToNextAttribute())
                {
                    Add(reader, seen);
                }
            }
        }
        catch (XmlException e)
        {
            seen.Append(e.Message);
        }

        return seen.ToString();
    }

    private static void Add(XmlReader reader, StringBuilder seen)
    {
        IXmlLineInfo place = (IXmlLineInfo)reader;

        // The value of a long text is read only now, and then the mistake in it is found.
        string value = reader.Value;
        seen.AppendJoin(' ', reader.NodeType, reader.Name, reader.NamespaceURI, value, place.LineNumber, place.LinePosition, '\n');
    }
}
