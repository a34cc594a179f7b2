using System.Xml;
using System.Xml.Linq;
using NVirt.Daemon.Faults;
using NVirt.Domains.Documents;
using NVirt.Rpc.Constants;

namespace NVirt.Daemon.Handlers;

/// <summary>The elements of programs in a domain's metadata: one of each namespace.</summary>
internal static class MetadataElements
{
    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>The element of a namespace, without the declaration of that; <see langword="null"/> if there is none.</summary>
    public static string? Get(DomainDocument document, string uri)
    {
        if (Find(Metadata(document), uri) is not { } found)
        {
            return null;
        }

        XElement copy = new(found);
        foreach (XElement element in copy.DescendantsAndSelf().Where(e => e.Name.Namespace == uri))
        {
            element.Name = element.Name.LocalName;
        }

        copy.Attributes().Where(a => a.IsNamespaceDeclaration && a.Value == uri).Remove();
        return copy.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Puts an element in the place of that of its namespace, or takes that away.</summary>
    /// <exception cref="Fault">The element is not well-formed.</exception>
    public static DomainDocument Set(DomainDocument document, string uri, string? key, string? element)
    {
        XElement metadata = Metadata(document) ?? new XElement("metadata");
        Find(metadata, uri)?.Remove();
        if (element is not null)
        {
            metadata.Add(InNamespace(Parse(element), uri, key!));
        }

        return document.WithMetadata(metadata.HasElements ? metadata.ToString(SaveOptions.DisableFormatting) : null);
    }

    private static XElement InNamespace(XElement element, string uri, string key)
    {
        foreach (XElement each in element.DescendantsAndSelf().Where(e => e.Name.Namespace == XNamespace.None))
        {
            each.Name = XNamespace.Get(uri) + each.Name.LocalName;
        }

        try
        {
            element.SetAttributeValue(XNamespace.Xmlns + key, uri);
            return element;
        }
        catch (Exception e) when (e is XmlException or ArgumentException)
        {
            throw CommonFaults.InvalidArgument(NVirt.Xml.Text.Of(Messages.Metadata_Key, NVirt.Xml.Text.OnOneLine(key, 100)));
        }
    }

    private static XElement? Find(XElement? metadata, string uri) => metadata?.Elements().FirstOrDefault(e => e.Name.NamespaceName == uri);

    private static XElement? Metadata(DomainDocument document)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(document.Text), Safe);
        return XDocument.Load(reader).Root!.Element("metadata");
    }

    private static XElement Parse(string element)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(new StringReader(element), Safe);
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException e)
        {
            throw Fault.Of(VirErrorNumber.XmlDetail, VirErrorDomain.Domain, e.Message);
        }
    }
}
