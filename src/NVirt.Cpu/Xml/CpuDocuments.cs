using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Finds CPUs in whatever libvirt documents contain them. Safe for concurrent use.</summary>
public static class CpuDocuments
{
    /// <summary>Finds every CPU in a text.</summary>
    /// <param name="text">
    /// One or more documents in sequence, each with or without an XML declaration: <c>cpu</c>, <c>domain</c>, <c>capabilities</c>,
    /// <c>domainCapabilities</c>, <c>cpudata</c>, or any of them directly inside a root of another name. Each is
    /// limited as in <see cref="CpuXml.Parse"/>, and there may be 131,072 CPUs.
    /// </param>
    /// <param name="file">The text's name for messages, or <see langword="null"/>.</param>
    /// <param name="type">
    /// Host or guest for every definition; <see langword="null"/> to go by the document: domains and domain capabilities have guests,
    /// capabilities have hosts, other <c>cpu</c> elements are judged by themselves.
    /// </param>
    /// <param name="checkDomains">Whether a domain's custom CPU with <c>check</c>, but without a model, is refused as libvirt does.</param>
    /// <returns>The CPUs in document order, at least one.</returns>
    /// <exception cref="CpuException">
    /// There is no CPU, capabilities lack the host's, domain capabilities do not support mode host-model, or a CPU is refused as in
    /// <see cref="CpuXml.Parse"/> or <see cref="CpuDataXml.Parse"/>. The message begins with file, line and column.
    /// </exception>
    public static IReadOnlyList<CpuDocument> Parse(string text, string? file = null, CpuType? type = null, bool checkDomains = false)
    {
        using XmlScanner scanner = new(text, file, isSequence: true, CpuException.Of);
        return new DocumentFinder(scanner, type, checkDomains).Find();
    }

    /// <summary>Reads a stream to its end, as <see cref="Parse"/>.</summary>
    /// <param name="stream">The stream: at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark; it stays open.</param>
    /// <param name="type">As for <see cref="Parse"/>.</param>
    /// <param name="checkDomains">As for <see cref="Parse"/>.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    public static IReadOnlyList<CpuDocument> Read(Stream stream, string? file = null, CpuType? type = null, bool checkDomains = false) =>
        Parse(DocumentContent.ReadText(stream, file, CpuException.Of), file, type, checkDomains);

    /// <summary>Reads a file, as <see cref="Parse"/>.</summary>
    /// <param name="path">The path, and the name in messages; at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark.</param>
    /// <param name="type">As for <see cref="Parse"/>.</param>
    /// <param name="checkDomains">As for <see cref="Parse"/>.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    /// <exception cref="IOException">The file cannot be read, or is a pipe, for which only the caller knows how long to wait.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read the file.</exception>
    public static async Task<IReadOnlyList<CpuDocument>> ReadFileAsync(
        string path, CpuType? type = null, bool checkDomains = false, CancellationToken cancellation = default) =>
        Parse(await DocumentContent.ReadTextFileAsync(path, CpuException.Of, cancellation).ConfigureAwait(false), path, type, checkDomains);
}
