using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Reads and writes host capabilities in libvirt's form. Safe for concurrent use.</summary>
public static class HostCapabilitiesXml
{
    /// <summary>Reads one <c>capabilities</c> document.</summary>
    /// <param name="xml">The text, limited as in <see cref="CpuXml.Parse"/>.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <returns>What <see cref="HostCapabilities"/> describes; any other element is skipped.</returns>
    /// <exception cref="CpuException">
    /// The document is malformed or lacks the host's CPU (xml), or its CPU or the architecture of a guest is not accepted
    /// (unsupported). The message begins with file, line and column.
    /// </exception>
    public static HostCapabilities Parse(string xml, string? file = null)
    {
        using XmlScanner scanner = new(xml, file, isSequence: false, CpuException.Of);
        scanner.ReadToOnlyRoot("<capabilities>");
        if (scanner.Name != "capabilities")
        {
            throw scanner.Errors.Malformed(scanner.Position, Text.Of(Messages.Capabilities_NotTheRoot, DocumentErrors.Quote(scanner.Name)));
        }

        HostCapabilities capabilities = HostCapabilitiesInterpreter.Read(scanner);
        scanner.ReadToEnd();
        return capabilities;
    }

    /// <summary>Reads a stream to its end, as <see cref="Parse"/>.</summary>
    /// <param name="stream">The stream: at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark; it stays open.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    public static HostCapabilities Read(Stream stream, string? file = null) =>
        Parse(DocumentContent.ReadText(stream, file, CpuException.Of), file);

    /// <summary>Reads a file, as <see cref="Parse"/>.</summary>
    /// <param name="path">The path, and the name in messages; at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    /// <exception cref="IOException">The file cannot be read, or is a pipe, for which only the caller knows how long to wait.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read the file.</exception>
    public static async Task<HostCapabilities> ReadFileAsync(string path, CancellationToken cancellation = default) =>
        Parse(await DocumentContent.ReadTextFileAsync(path, CpuException.Of, cancellation).ConfigureAwait(false), path);

    /// <summary>Writes a document as libvirt does: two spaces per level, single quotes, empty lines between host and guests.</summary>
    /// <returns>The document with a line feed at the end.</returns>
    /// <exception cref="CpuException">A name contains a character that XML cannot contain (invalid argument).</exception>
    public static string Format(HostCapabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        return HostCapabilitiesWriter.Write(capabilities);
    }
}
