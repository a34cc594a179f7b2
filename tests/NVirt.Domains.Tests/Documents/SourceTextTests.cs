using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Domains.Tests.Documents;

public class SourceTextTests
{
    private const string Mixed =
        "\uFEFF<?xml version='1.0'?>\r\n<!-- <b> \r c -->\r<a x\t=\n'>/' y=\"\r\n'\">\n\U0001F600<b/>&#10;<?p <b>?><b z='1' "
            + "></b\n><![CDATA[<b>\n]]><p:b xmlns:p='p'>\r\r</p:b></a>\n";

    [Fact]
    public void Places_lead_to_elements_and_attributes()
    {
        (Element root, SourceText source) = Load(Mixed);
        Assert.Equal("a", source.NameAt(source.OffsetOf(root.At) + 1));
        Assert.Equal(["x", "y"], root.Attributes.Select(a => source.NameAt(source.OffsetOf(a.At))));
        Assert.Equal([">/", "\r\n'"], root.Attributes.Select(a => Mixed[source.Value(a)]));
        Assert.Equal(["<b/>", "<b z='1' ></b\n>", "<p:b xmlns:p='p'>\r\r</p:b>"], root.Children.Select(c => Mixed[source.Of(c)]));
        Assert.Equal(["", "\r\r"], root.Children.Where(SourceText.HasEndTag).Select(c => Mixed[source.Content(c)]));
        Assert.Equal(Mixed[Mixed.IndexOf("<a", StringComparison.Ordinal)..^1], Mixed[source.Of(root)]);
    }

    [Fact]
    public void The_end_of_attributes_is_found()
    {
        (Element root, SourceText source) = Load("<a ><b/><c d='/' /><e f='>'></e></a>");
        Assert.Equal([2, 6, 16, 27], root.Children.Prepend(root).Select(source.EndOfAttributes));
    }

    private static (Element Root, SourceText Source) Load(string text)
    {
        using XmlScanner scanner = new(text, file: null, isSequence: false, CpuException.Of);
        scanner.ReadToRoot();
        return (Element.Whole(scanner, new WholeDocument()), new SourceText(text));
    }
}
