using System.Text;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.Collecting;

/// <summary>
/// The part of a domain's document that decides where it runs: type, machine, features, CPU, and the frequency of its TSC. Equal guests
/// have equal documents, and what else a domain's document holds (names, disks, secrets) does not leave the host.
/// </summary>
internal static class GuestDocument
{
    // How processors are arranged decides nothing, and differs from guest to guest.
    private static readonly string[] Arrangement = ["topology", "numa"];

    /// <summary>The document of a guest of which nothing is known.</summary>
    public static byte[] Unknown => "<domain/>\n"u8.ToArray();

    /// <summary>Reduces a document.</summary>
    /// <param name="domain">Domain XML.</param>
    /// <exception cref="CpuException">It is not well-formed.</exception>
    public static byte[] Reduce(string domain)
    {
        using XmlScanner scanner = new(domain, null, isSequence: false, CpuException.Of);
        scanner.ReadToOnlyRoot("<domain>");
        WholeDocument document = new();
        Element root = Element.Whole(scanner, document);
        IndentedXml xml = new(CpuException.Of);
        xml.Start("domain");
        xml.Attribute("type", root.TextOf("type"));
        if (root.First("os")?.First("type") is { } type)
        {
            xml.Start("os");
            Copy(xml, type);
            xml.End();
        }

        if (root.First("features") is { } features)
        {
            Copy(xml, features);
        }

        if (root.First("cpu") is { } cpu)
        {
            Copy(xml, cpu);
        }

        if (root.First("clock")?.All("timer").FirstOrDefault(t => t.TextOf("name") == "tsc") is { } timer)
        {
            xml.Start("clock");
            Copy(xml, timer);
            xml.End();
        }

        xml.End();
        document.Close();
        return Encoding.UTF8.GetBytes(xml.ToString());
    }

    private static void Copy(IndentedXml xml, Element element)
    {
        xml.Start(element.Name);
        foreach (ElementAttribute attribute in element.Attributes.Where(a => a.Name.Length > 0 && !a.Name.Contains(':')))
        {
            xml.Attribute(attribute.Name, attribute.Value);
        }

        // Elements of others, such as tools' own, have no name here.
        Element[] children = [.. element.Children.Where(c => c.Name.Length > 0 && !Arrangement.Contains(c.Name, StringComparer.Ordinal))];
        foreach (Element child in children)
        {
            Copy(xml, child);
        }

        if (children.Length == 0 && element.Text.Trim() is { Length: > 0 } text)
        {
            xml.Content(text);
        }

        xml.End();
    }
}
