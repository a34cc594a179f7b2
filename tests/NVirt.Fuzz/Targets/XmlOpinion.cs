using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace NVirt.Fuzz.Targets;

/// <summary>XML read into memory, without our limits.</summary>
internal static class XmlOpinion
{
    public static readonly string[] Words =
    [
        "<", ">", "/>", "</", "='", "'", "\"", "<?xml version='1.0'?>", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE cpu>", "&amp;",
            "&#10;", "&#0;",
        "&x;", "\r", "\n", "\t", "\u0085", "\u009b", "\u2028", "\uFEFF", "\uFFFE", "\0", "xmlns='a'", "xmlns:a='b'", "a:",
        "<cpu>", "</cpu>", "<cpu mode='custom' match='exact'>", "<cpu/>", "<arch>", "</arch>", "x86_64", "<model>", "</model>", "<model/>",
        " fallback='allow'", " fallback='forbid'", " fallback=''", " vendor_id='GenuineIntel'", "<vendor>", "</vendor>",
            "<feature name='a'/>",
        "<feature policy='require' name='b'/>", "<feature policy='forbid' name='c'/>", "policy", "name", "mode", "match", "check",
            "migratable",
        "deprecated_features", "custom", "host-model", "host-passthrough", "maximum", "exact", "minimum", "strict", "none", "partial",
            "full",
        "on", "off", "yes", "no", "<topology sockets='1' cores='2' threads='1'/>", "dies", "clusters", "<cache level='3' mode='emulate'/>",
        "passthrough", "disable", "<maxphysaddr mode='passthrough' bits='42' limit='39'/>", "<microcode version='1'/>",
        "<signature family='6' model='1' stepping='1'/>", "<counter name='tsc' frequency='1000' scaling='no'/>", "<numa>", "</numa>",
        "<cell id='0' cpus='0-3' memory='1' unit='KiB'/>",
    ];

    /// <summary>The bytes as a parser's caller would give them.</summary>
    public static string Text(byte[] input) => Encoding.UTF8.GetString(input);

    /// <summary>The document, or <see langword="null"/> if it is not well-formed or has a document type.</summary>
    public static XDocument? Load(string text, bool withPlaces = false)
    {
        // A byte order mark is not part of the document.
        using StringReader source = new(text.StartsWith('\uFEFF') ? text[1..] : text);
        XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using XmlReader reader = XmlReader.Create(source, settings);
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace | (withPlaces ? LoadOptions.SetLineInfo : LoadOptions.None));
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
