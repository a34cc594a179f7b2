using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>Reads and writes domain capabilities in libvirt's form. Safe for concurrent use.</summary>
public static class DomainCapabilitiesXml
{
    internal const string Root = "domainCapabilities";

    /// <summary>Reads one <c>domainCapabilities</c> document.</summary>
    /// <param name="xml">The text, limited as in <see cref="CpuXml.Parse"/>.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <exception cref="CpuException">
    /// The document is malformed (xml), or asks for something that is not accepted (unsupported). The message begins with file, line and
    /// column.
    /// </exception>
    public static DomainCapabilities Parse(string xml, string? file = null)
    {
        using XmlScanner scanner = new(xml, file, isSequence: false);
        scanner.ReadToOnlyRoot($"<{Root}>");
        if (scanner.Name != Root)
        {
            throw scanner.Errors.Malformed(scanner.Position, Text.Of(Messages.DomainCapabilities_NotTheRoot, DocumentErrors.Quote(scanner.Name)));
        }

        DomainCapabilities capabilities = DomainCapabilitiesReader.Read(scanner);
        scanner.ReadToEnd();
        return OtherElements.AddTo(capabilities, xml);
    }

    /// <summary>Writes a document as libvirt does: two blanks a level, single quotes, line feeds.</summary>
    /// <returns>The document with a line feed at the end.</returns>
    /// <exception cref="CpuException">A name contains a character that XML can not (invalid argument).</exception>
    public static string Format(DomainCapabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        IndentedXml xml = new();
        new DomainCapabilitiesWriter(xml).Write(capabilities);
        return xml.ToString();
    }

    /// <summary>Writes the part about CPUs alone.</summary>
    /// <returns>The <c>cpu</c> element with a line feed at the end.</returns>
    /// <exception cref="CpuException">A name contains a character that XML can not (invalid argument).</exception>
    public static string Format(DomainCpuCapabilities cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        IndentedXml xml = new();
        new DomainCapabilitiesWriter(xml).Write(cpu);
        return xml.ToString();
    }
}
