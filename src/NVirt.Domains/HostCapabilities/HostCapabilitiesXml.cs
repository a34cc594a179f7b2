using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>Reads and writes host capabilities in libvirt's form. Safe for concurrent use.</summary>
public static class HostCapabilitiesXml
{
    /// <summary>Reads one <c>capabilities</c> document.</summary>
    /// <param name="xml">The text, limited as in <see cref="CpuXml.Parse"/>.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <returns>What is described by <see cref="HostCapabilities"/>; any other element is passed over.</returns>
    /// <exception cref="CpuException">
    /// The document is malformed or lacks the host's CPU (xml), or its CPU or the architecture of a guest is not accepted
    /// (unsupported). The message begins with file, line and column.
    /// </exception>
    public static HostCapabilities Parse(string xml, string? file = null)
    {
        using XmlScanner scanner = new(xml, file, isSequence: false);
        scanner.ReadToOnlyRoot("<capabilities>");
        if (scanner.Name != "capabilities")
        {
            throw scanner.Errors.Malformed(scanner.Position, Text.Of(Messages.Capabilities_NotTheRoot, DocumentErrors.Quote(scanner.Name)));
        }

        HostCapabilities capabilities = HostCapabilitiesReader.Read(scanner);
        scanner.ReadToEnd();
        return capabilities;
    }

    /// <summary>Writes a document as libvirt does: two blanks a level, single quotes, empty lines between host and guests.</summary>
    /// <returns>The document with a line feed at the end.</returns>
    /// <exception cref="CpuException">A name contains a character that XML can not (invalid argument).</exception>
    public static string Format(HostCapabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        return HostCapabilitiesWriter.Write(capabilities);
    }
}
