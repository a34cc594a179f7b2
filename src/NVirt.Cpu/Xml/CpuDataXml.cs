using NVirt.Cpu.X86;

namespace NVirt.Cpu.Xml;

/// <summary>Reads and writes raw x86 data: a <c>cpudata</c> element (cpu-core.md 2). Safe for concurrent use.</summary>
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
        using XmlScanner scanner = new(xml, file, isSequence: false);
        scanner.ReadToOnlyRoot("<cpudata>");
        X86CpuData data = CpuDataElement.Read(scanner);
        scanner.ReadToEnd();
        return data;
    }

    /// <summary>Writes data as libvirt does: sorted, without items that have no bit set.</summary>
    /// <returns>The element with a line feed at the end.</returns>
    public static string Format(X86CpuData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return CpuDataElement.Write(data);
    }
}
