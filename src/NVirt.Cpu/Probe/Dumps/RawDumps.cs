using System.Buffers.Binary;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>The forms that a dump of a CPU can have.</summary>
internal enum RawDumpKind
{
    /// <summary>None of the others.</summary>
    Unknown,
    /// <summary>XML text: <c>cpudata</c>, or a document with a CPU definition.</summary>
    Xml,
    /// <summary>JSON text: a recording of a hypervisor's answers.</summary>
    Json,
    /// <summary>What <c>cpuid -r</c> prints.</summary>
    CpuidText,
    /// <summary>A copy of <c>/dev/cpu/N/cpuid</c>.</summary>
    CpuidDevice,
    /// <summary>A copy of <c>/proc/cpuinfo</c>, of any architecture.</summary>
    CpuInfo,
}

/// <summary>Tells the form of a dump from its first bytes.</summary>
internal static class RawDumps
{
    /// <summary>Larger than the text of a machine with some thousand processors.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    // Linux has at most 8,192 processors on x86.
    private const int MaxCpus = 8192;

    private const uint MaxPlausibleLeaf = 0xffff;

    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    private static ReadOnlySpan<byte> LittleEndianXml => [0xff, 0xfe, (byte)'<', 0];

    private static ReadOnlySpan<byte> BigEndianXml => [0xfe, 0xff, 0, (byte)'<'];

    /// <summary>The form. That a dump has it does not say that all of it is well formed.</summary>
    public static RawDumpKind Detect(ReadOnlySpan<byte> bytes)
    {
        if (IsDevice(bytes))
        {
            return RawDumpKind.CpuidDevice;
        }

        if (bytes.StartsWith(LittleEndianXml) || bytes.StartsWith(BigEndianXml))
        {
            return RawDumpKind.Xml;
        }

        ReadOnlySpan<byte> text = WithoutMark(bytes).TrimStart(" \t\r\n"u8);
        return text switch
        {
            [(byte)'<', ..] => RawDumpKind.Xml,
            [(byte)'{' or (byte)'[', ..] => RawDumpKind.Json,
            _ when text.StartsWith("CPU:"u8) || text.StartsWith("CPU "u8) || text.StartsWith("0x0000"u8) => RawDumpKind.CpuidText,
            _ when SavedCpuInfo.IsFirstLine(text) => RawDumpKind.CpuInfo,
            _ => RawDumpKind.Unknown,
        };
    }

    /// <summary>The text without a byte order mark.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> text) => text.StartsWith(Mark) ? text[Mark.Length..] : text;

    /// <summary>Refuses a file that is too large to be a dump.</summary>
    /// <exception cref="CpuException">It is (xml).</exception>
    public static void CheckSize(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.Length > MaxBytes)
        {
            throw Malformed(Text.Of(Messages.Probe_TooLarge, file, bytes.Length, MaxBytes));
        }
    }

    /// <summary>Refuses one processor more than a machine has.</summary>
    /// <param name="count">How many there are already.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line of the next one.</param>
    /// <exception cref="CpuException">There are too many (xml).</exception>
    public static void CheckCount(int count, string file, int line)
    {
        if (count >= MaxCpus)
        {
            throw Malformed(Text.Of(Messages.Probe_TooManyCpus, file, line, MaxCpus));
        }
    }

    public static CpuException Malformed(string subject) => new(CpuErrorKind.Xml, CpuRule.Malformed, subject);

    // Leaf 0: a plausible maximum and twelve printable characters. Text has no zero bytes where the maximum has them.
    private static bool IsDevice(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= CpuidDeviceDump.RecordBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes) <= MaxPlausibleLeaf
        && !bytes[4..CpuidDeviceDump.RecordBytes].ContainsAnyExceptInRange((byte)' ', (byte)'~');
}
