using System.Collections.Immutable;
using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>The element <c>cpu</c> inside a larger document, for code that reads and writes those. Safe for concurrent use.</summary>
public static class EmbeddedCpu
{
    /// <summary>The CPU of an element that was read completely.</summary>
    /// <param name="element">The element.</param>
    /// <param name="type">Whether it is a host or a guest.</param>
    /// <exception cref="CpuException">It is malformed (xml), or asks for something that is not accepted (unsupported).</exception>
    public static CpuDefinition Of(Element element, CpuType type) => CpuInterpreter.Interpret(CpuElement.Of(element), type);

    /// <summary>Reads the host of host capabilities, which may have no model, and moves to the end of the element.</summary>
    /// <param name="scanner">It must be on the element.</param>
    /// <returns>The host, and the elements <c>pages</c>, which capabilities contain in addition to the definition.</returns>
    /// <exception cref="CpuException">As for <see cref="Of"/>.</exception>
    public static (CpuDefinition Cpu, IReadOnlyList<Element> Pages) ReadHost(XmlScanner scanner)
    {
        CpuElement cpu = CpuElement.Read(scanner);
        return (CpuInterpreter.Interpret(cpu, CpuType.Host, needsModel: false), cpu.Pages ?? []);
    }

    /// <summary>Reads a guest's CPU from an element with another name and other attributes, and moves to its end.</summary>
    /// <param name="scanner">It must be on the element.</param>
    /// <exception cref="CpuException">As for <see cref="Of"/>.</exception>
    public static CpuDefinition ReadInside(XmlScanner scanner) => CpuInterpreter.Interpret(CpuElement.ReadChildren(scanner), CpuType.Guest);

    /// <summary>Writes a CPU as an element of another document.</summary>
    /// <param name="xml">The output.</param>
    /// <param name="cpu">The CPU.</param>
    /// <param name="writeMore">Writes what the other document has inside the element in addition to the definition.</param>
    /// <exception cref="CpuException">There are features without a model (internal).</exception>
    public static void Write(IndentedXml xml, CpuDefinition cpu, Action? writeMore = null) =>
        new CpuWriter(xml).WriteElement(cpu, writeMore);

    /// <summary>A CPU as an element of another document.</summary>
    /// <param name="cpu">The CPU.</param>
    /// <param name="margin">Text before every line.</param>
    /// <param name="lineEnd">Text after every line.</param>
    /// <exception cref="CpuException">There are features without a model (internal).</exception>
    public static string Format(CpuDefinition cpu, string margin, string lineEnd) => CpuWriter.Write(cpu, margin, lineEnd);

    /// <summary>Writes the distances from one node to the others.</summary>
    /// <param name="xml">The output.</param>
    /// <param name="distances">The distances; nothing is written if there are none.</param>
    public static void WriteDistances(IndentedXml xml, ImmutableArray<CpuNumaDistance> distances) =>
        NumaWriter.WriteDistances(xml, distances);
}
