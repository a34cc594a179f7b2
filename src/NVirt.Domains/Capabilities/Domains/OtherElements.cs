using System.Xml;
using System.Xml.Linq;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Domains;

/// <summary>Elements of domain capabilities that are kept without being interpreted.</summary>
internal static class OtherElements
{
    private static readonly XmlReaderSettings Settings = new()
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private static readonly string[] Interpreted = ["path", "domain", "machine", "arch", "vcpu", "cpu"];

    /// <summary>Takes them from a text that has already been read, so it is known to be well-formed and within the limits.</summary>
    public static DomainCapabilities AddTo(DomainCapabilities capabilities, string xml)
    {
        using XmlReader reader = UntrustedText.Open(xml, Settings);
        XElement[] all = [.. XElement.Load(reader).Elements()];
        int cpu = Array.FindIndex(all, e => e.Name == "cpu");
        int split = cpu < 0 ? all.Length : cpu;
        return capabilities with
        {
            BeforeCpu = [.. all[..split].Where(IsOther)],
            AfterCpu = [.. all[split..].Where(IsOther)],
        };
    }

    /// <summary>Writes one with everything inside it. Text between elements is left out: libvirt has none.</summary>
    public static void Write(IndentedXml xml, XElement element)
    {
        xml.Start(element.Name.LocalName);
        foreach (XAttribute attribute in element.Attributes())
        {
            xml.Attribute(attribute.Name.LocalName, attribute.Value);
        }

        if (element.HasElements)
        {
            foreach (XElement child in element.Elements())
            {
                Write(xml, child);
            }
        }
        else if (element.Value.Length > 0)
        {
            xml.Content(element.Value);
        }

        xml.End();
    }

    private static bool IsOther(XElement element) => !Interpreted.Contains(element.Name.LocalName);
}
