using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>Limits that no dump of a machine exceeds.</summary>
public static class DumpLimits
{
    /// <summary>Larger than the text of a machine with a few thousand processors.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    // Linux has at most 8,192 processors on x86.
    private const int MaxCpus = 8192;

    /// <summary>Refuses a file that is too large to be a dump.</summary>
    /// <exception cref="CpuException">It is too large (xml).</exception>
    public static void CheckSize(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.Length > MaxBytes)
        {
            throw Malformed(Text.Of(Messages.Probe_TooLarge, file, bytes.Length, MaxBytes));
        }
    }

    /// <summary>Refuses one processor more than a machine can have.</summary>
    /// <param name="count">How many there are already.</param>
    /// <param name="file">The dump.</param>
    /// <param name="line">The line of the next one.</param>
    /// <exception cref="CpuException">There are too many (xml).</exception>
    public static void CheckCount(int count, string file, int line)
    {
        if (count >= MaxCpus)
        {
            throw Malformed(Text.Of(Messages.Probe_TooManyCpus, file, line, MaxCpus));
        }
    }

    /// <summary>The error for a file that does not follow its format.</summary>
    public static CpuException Malformed(string subject) => new(CpuErrorKind.Xml, CpuRule.Malformed, subject);
}
