using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Reads and writes a <c>cpu</c> element (cpu-rules.md 1). Safe for concurrent use.</summary>
public static class CpuXml
{
    /// <summary>Reads one <c>cpu</c> document.</summary>
    /// <param name="xml">The text: at most 64 Mi characters, 256 levels and 1,048,576 elements, without a document type.</param>
    /// <param name="type">Host or guest, or <see langword="null"/> to go by the document: with an <c>arch</c> it is a host.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <returns>The definition. Names of models, vendors and features are not looked up. A host has no mode and no NUMA cells.</returns>
    /// <exception cref="CpuException">
    /// The document is malformed (<see cref="CpuErrorKind.Xml"/>) or asks for something that is not accepted
    /// (<see cref="CpuErrorKind.Unsupported"/>). The message begins with file, line and column.
    /// </exception>
    public static CpuDefinition Parse(string xml, CpuType? type = null, string? file = null)
    {
        using XmlScanner scanner = new(xml, file, isSequence: false, CpuException.Of);
        scanner.ReadToOnlyRoot("<cpu>");
        if (scanner.Name != "cpu")
        {
            throw scanner.Errors.Malformed(scanner.Position, Text.Of(Messages.Xml_NotCpu, DocumentErrors.Quote(scanner.Name)));
        }

        CpuElement cpu = CpuElement.Read(scanner);
        scanner.ReadToEnd();
        return CpuInterpreter.Interpret(cpu, type);
    }

    /// <summary>Reads a stream to its end, as <see cref="Parse"/>.</summary>
    /// <param name="stream">The stream: at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark; it stays open.</param>
    /// <param name="type">As for <see cref="Parse"/>.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    public static CpuDefinition Read(Stream stream, CpuType? type = null, string? file = null) =>
        Parse(DocumentContent.ReadText(stream, file, CpuException.Of), type, file);

    /// <summary>Reads a file, as <see cref="Parse"/>.</summary>
    /// <param name="path">The path, and the name in messages; at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark.</param>
    /// <param name="type">As for <see cref="Parse"/>.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    /// <exception cref="IOException">The file cannot be read, or is a pipe, for which only the caller knows how long to wait.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read the file.</exception>
    public static async Task<CpuDefinition> ReadFileAsync(string path, CpuType? type = null, CancellationToken cancellation = default) =>
        Parse(await DocumentContent.ReadTextFileAsync(path, CpuException.Of, cancellation).ConfigureAwait(false), type, path);

    /// <summary>Writes a definition as libvirt does (cpu-rules.md 1.3): two spaces per level, single quotes, line feeds.</summary>
    /// <param name="cpu">The definition.</param>
    /// <returns>The element with a line feed at the end, or an empty string if there is nothing to write.</returns>
    /// <remarks>
    /// Unlike libvirt, model and vendor of a host without a mode are written. As in libvirt, those of a guest with mode host-passthrough
    /// or maximum are not.
    /// </remarks>
    /// <exception cref="CpuException">
    /// A custom CPU has features but no model (<see cref="CpuErrorKind.Internal"/>), or a name contains a character that XML cannot
    /// (<see cref="CpuErrorKind.InvalidArgument"/>).
    /// </exception>
    public static string Format(CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        return CpuWriter.Write(cpu);
    }
}
