using NVirt.Cpu.Probe.Dumps.Registers;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// XML of RJCP's CPUID programs: a <c>cpuid</c> element with one <c>processor</c> per processor, and in it one
/// <c>&lt;register eax="00000007" ecx="00000000"&gt;EAX,EBX,ECX,EDX&lt;/register&gt;</c> per leaf, all hexadecimal.
/// </summary>
internal static class CpuidXmlDump
{
    private const int MostDigits = 8;

    private static ReadOnlySpan<byte> Root => "<cpuid"u8;

    /// <summary>Whether the first element is <c>cpuid</c>.</summary>
    public static bool Looks(DumpText text) => text.IsXml && FirstElement(text.Plain) is var first && first.StartsWith(Root)
        && first.Length > Root.Length
        && first[Root.Length] is (byte)'>' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'/';

    /// <summary>The processors in it.</summary>
    /// <exception cref="CpuException">Too large, malformed, or without any leaf (xml).</exception>
    public static IReadOnlyList<DumpedCpu> Read(DumpText text)
    {
        DumpLimits.CheckSize(text.Bytes.Span, text.File);
        using XmlScanner scanner = new(text.PlainString, text.File, isSequence: false, CpuException.Of);
        scanner.ReadToOnlyRoot("cpuid");
        ProcessorBlocks blocks = new(text.File);
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == "processor")
            {
                blocks.Begin(new RegisterHeading(null), scanner.Position.Line);
                ReadProcessor(scanner, blocks);
            }
        }

        scanner.ReadToEnd();
        return blocks.Processors();
    }

    private static void ReadProcessor(XmlScanner scanner, ProcessorBlocks blocks)
    {
        int depth = scanner.Depth;
        while (scanner.ReadToChild(depth))
        {
            if (scanner.Name == "register")
            {
                scanner.KeepNothing();
                ReadRegister(Element.WithText(scanner), blocks);
            }
        }
    }

    private static void ReadRegister(Element register, ProcessorBlocks blocks)
    {
        uint leaf = Number(register, "eax");
        uint subleaf = Number(register, "ecx");
        string[] values = register.Text.Split(',');
        uint[] registers =
            [.. values.Select(v => TryHex(v.Trim(), out uint value) ? value : throw register.Malformed(Messages.Probe_FourRegisters))];
        if (registers is not [var eax, var ebx, var ecx, var edx])
        {
            throw register.Malformed(Messages.Probe_FourRegisters);
        }

        // Files converted from text without sub-leaves have 0 for all of them.
        X86Item item = X86Item.Cpuid(leaf, subleaf, eax, ebx, ecx, edx);
        if (!blocks.TryAdd(item, isInOrder: subleaf == 0, register.At.Line))
        {
            throw register.Malformed(Messages.Probe_LeafTwice);
        }
    }

    private static uint Number(Element register, string name) =>
        register.TextOf(name) is not { } text ? throw register.Missing(name, "00000007")
        : TryHex(text, out uint value) ? value
        : throw register.Bad(name, Messages.Probe_HexDigits);

    private static bool TryHex(string text, out uint value)
    {
        value = 0;
        return text.Length <= MostDigits && Digits.TryParseHex(text, out value);
    }

    // After the declaration and comments.
    private static ReadOnlySpan<byte> FirstElement(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n"u8);
        while (text is [(byte)'<', (byte)'?' or (byte)'!', ..])
        {
            int end = text.StartsWith("<!--"u8) ? text.IndexOf("-->"u8) + 2 : text.IndexOf((byte)'>');
            text = end < 2 ? [] : text[(end + 1)..].TrimStart(" \t\r\n"u8);
        }

        return text;
    }
}
