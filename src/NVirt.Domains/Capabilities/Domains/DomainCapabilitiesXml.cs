using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Domains;

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
        using XmlScanner scanner = new(xml, file, isSequence: false, CpuException.Of);
        scanner.ReadToOnlyRoot($"<{Root}>");
        if (scanner.Name != Root)
        {
            throw scanner.Errors.Malformed(
                scanner.Position, Text.Of(Messages.DomainCapabilities_NotTheRoot, DocumentErrors.Quote(scanner.Name)));
        }

        DomainCapabilities capabilities = DomainCapabilitiesInterpreter.Read(scanner);
        scanner.ReadToEnd();
        return OtherElements.AddTo(capabilities, xml);
    }

    /// <summary>Reads a stream to its end, as <see cref="Parse"/>.</summary>
    /// <param name="stream">The stream: at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark; it stays open.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    public static DomainCapabilities Read(Stream stream, string? file = null) =>
        Parse(DocumentContent.ReadText(stream, file, CpuException.Of), file);

    /// <summary>Reads a file, as <see cref="Parse"/>.</summary>
    /// <param name="path">The path, and the name in messages; at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    /// <exception cref="IOException">The file cannot be read, or is a pipe, for which only the caller knows how long to wait.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read the file.</exception>
    public static async Task<DomainCapabilities> ReadFileAsync(string path, CancellationToken cancellation = default) =>
        Parse(await DocumentContent.ReadTextFileAsync(path, CpuException.Of, cancellation).ConfigureAwait(false), path);

    /// <summary>Writes a document as libvirt does: two spaces per level, single quotes, line feeds.</summary>
    /// <returns>The document with a line feed at the end.</returns>
    /// <exception cref="CpuException">A name contains a character that XML cannot contain (invalid argument).</exception>
    public static string Format(DomainCapabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        IndentedXml xml = new(CpuException.Of);
        new DomainCapabilitiesWriter(xml).Write(capabilities);
        return xml.ToString();
    }

    /// <summary>Writes only the part about CPUs.</summary>
    /// <returns>The <c>cpu</c> element with a line feed at the end.</returns>
    /// <exception cref="CpuException">A name contains a character that XML cannot contain (invalid argument).</exception>
    public static string Format(DomainCpuCapabilities cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        IndentedXml xml = new(CpuException.Of);
        new DomainCapabilitiesWriter(xml).Write(cpu);
        return xml.ToString();
    }
}
