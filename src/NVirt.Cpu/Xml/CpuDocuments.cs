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
    public static IReadOnlyList<CpuDocument> Read(string text, string? file = null, CpuType? type = null, bool checkDomains = false)
    {
        using XmlScanner scanner = new(text, file, isSequence: true);
        return new DocumentFinder(scanner, type, checkDomains).Find();
    }
}
