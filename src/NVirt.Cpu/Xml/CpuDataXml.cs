using System.Text;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Reads and writes raw x86 data: a <c>cpudata</c> element (cpu-rules.md 2). Safe for concurrent use.</summary>
public static class CpuDataXml
{
    /// <summary>Reads one document with raw x86 data.</summary>
    /// <param name="xml">
    /// The text, limited as in <see cref="CpuXml.Parse"/>. The name of the root does not matter, its <c>arch</c> has to be <c>x86</c>.
    /// Every element inside that is neither <c>cpuid</c> nor <c>alias</c> is read as an MSR. Numbers may be decimal, hexadecimal with
    /// <c>0x</c>, or octal with <c>0</c>.
    /// </param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <returns>The data, sorted; items with the same key are ORed together, and items without a bit are kept.</returns>
    /// <exception cref="CpuException">
    /// The document is malformed (<see cref="CpuErrorKind.Xml"/>), its driver has no data in XML
    /// (<see cref="CpuErrorKind.NoSupport"/>), or there is no such driver (<see cref="CpuErrorKind.Internal"/>).
    /// </exception>
    public static X86CpuData Parse(string xml, string? file = null)
    {
        using XmlScanner scanner = new(xml, file, isSequence: false, CpuException.Of);
        scanner.ReadToOnlyRoot("<cpudata>");
        X86CpuData data = CpuDataElement.Read(scanner);
        scanner.ReadToEnd();
        return data;
    }

    /// <summary>Reads a stream to its end, as <see cref="Parse"/>.</summary>
    /// <param name="stream">The stream: at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark; it stays open.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    public static X86CpuData Read(Stream stream, string? file = null) =>
        Parse(DocumentContent.ReadText(stream, file, CpuException.Of), file);

    /// <summary>Reads a file, as <see cref="Parse"/>.</summary>
    /// <param name="path">The path, and the name in messages; at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    /// <exception cref="IOException">The file cannot be read, or is a pipe, for which only the caller knows how long to wait.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read the file.</exception>
    public static async Task<X86CpuData> ReadFileAsync(string path, CancellationToken cancellation = default) =>
        Parse(await DocumentContent.ReadTextFileAsync(path, CpuException.Of, cancellation).ConfigureAwait(false), path);

    /// <summary>Writes data as libvirt does: sorted, without items that have no bit set.</summary>
    /// <returns>The element with a line feed at the end.</returns>
    public static string Format(X86CpuData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return CpuDataElement.Write(data);
    }

    /// <summary>Writes an encoding: a <c>cpuencode</c> element with six <c>cpudata</c> elements, each with its policy.</summary>
    /// <returns>The element with a line feed at the end.</returns>
    /// <exception cref="CpuException">The data is not that of x86 (no support).</exception>
    public static string Format(CpuEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        StringBuilder xml = new("<cpuencode>\n");
        foreach ((string policy, CpuData data) in encoding.Sets)
        {
            X86CpuData x86 = data as X86CpuData ?? throw new CpuException(CpuErrorKind.NoSupport, CpuRule.OperationNotSupported);
            string one = Format(x86).Replace("<cpudata arch='x86'", $"<cpudata arch='x86' policy='{policy}'", StringComparison.Ordinal);
            foreach (string line in one.TrimEnd('\n').Split('\n'))
            {
                xml.Append("  ").Append(line).Append('\n');
            }
        }

        return xml.Append("</cpuencode>\n").ToString();
    }
}
