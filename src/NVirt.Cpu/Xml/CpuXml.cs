namespace NVirt.Cpu.Xml;

/// <summary>Reads and writes a <c>cpu</c> element (cpu-core.md 1). Safe for concurrent use.</summary>
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
        using XmlScanner scanner = new(xml, file, isSequence: false);
        scanner.ReadToOnlyRoot("<cpu>");
        if (scanner.Name != "cpu")
        {
            throw scanner.Errors.Malformed(scanner.Position, Text.Of(Messages.Xml_NotCpu, DocumentErrors.Quote(scanner.Name)));
        }

        CpuElement cpu = CpuElement.Read(scanner);
        scanner.ReadToEnd();
        return CpuInterpreter.Interpret(cpu, type);
    }

    /// <summary>Writes a definition as libvirt does (cpu-core.md 1.3): two blanks a level, single quotes, line feeds.</summary>
    /// <param name="cpu">The definition.</param>
    /// <returns>The element with a line feed at the end, or an empty string where there is nothing to say.</returns>
    /// <remarks>
    /// Unlike libvirt, model and vendor of a host without a mode are written. As in libvirt, those of a guest with mode host-passthrough
    /// or maximum are not.
    /// </remarks>
    /// <exception cref="CpuException">
    /// A custom CPU has features but no model (<see cref="CpuErrorKind.Internal"/>), or a name contains a character that XML can not
    /// (<see cref="CpuErrorKind.InvalidArgument"/>).
    /// </exception>
    public static string Format(CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        return CpuWriter.Write(cpu);
    }
}
