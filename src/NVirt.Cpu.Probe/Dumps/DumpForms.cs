using NVirt.Cpu.Probe.Dumps.Registers;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>The known formats, each recognized by its content.</summary>
internal static class DumpForms
{
    private static readonly DumpForm[] Texts =
    [
        Of(new CpuidRawLine()),
        Of(new AidaLine()),
        Of(new LibcpuidLine()),
        LibcpuidArmDump.Form,
        Of(new SdeLine()),
        Of(new CpuidDumpRsLine()),
        Of(new CpuidCsvLine()),
        new("/proc/cpuinfo", SavedCpuInfo.Looks, SavedCpuInfo.Read),
    ];

    private static readonly DumpForm[] Others =
    [
        new("/dev/cpu/N/cpuid", CpuidDeviceDump.Looks, static (t, _) => CpuidDeviceDump.Read(t)),
        new("RJCP XML (<cpuid>)", CpuidXmlDump.Looks, static (t, _) => CpuidXmlDump.Read(t)) { MayBeOf32Bits = true },
        new("Firecracker fingerprint", FirecrackerDump.Looks, static (t, _) => FirecrackerDump.Read(t)),
    ];

    /// <summary>The formats' names for messages, in the order in which they are tried.</summary>
    /// <param name="more">Formats defined elsewhere.</param>
    public static IEnumerable<string> Names(IEnumerable<DumpForm> more) => Others.Concat(more).Concat(Texts).Select(f => f.Name);

    /// <summary>Reads a dump; <see langword="null"/> if it has none of the formats.</summary>
    /// <exception cref="CpuException">
    /// It has one and is not well-formed, or it has two of them (xml); the message has file, line and column.
    /// </exception>
    public static Dump? Read(DumpText text, CpuMap map, IReadOnlyList<DumpForm> more)
    {
        if (Find(text, more) is not { } form)
        {
            return null;
        }

        DumpLimits.CheckSize(text.Bytes.Span, text.File);
        return new Dump(form, form.Read(text, map));
    }

    private static DumpForm? Find(DumpText text, IReadOnlyList<DumpForm> more)
    {
        if ((Array.Find(Others, f => f.Looks(text)) ?? more.FirstOrDefault(f => f.Looks(text))) is { } other)
        {
            return other;
        }

        // Text of any other size is not a dump and need not be searched.
        DumpForm[] forms = text.IsXml || text.IsJson
            || text.Bytes.Length > DumpLimits.MaxBytes ? [] : Array.FindAll(Texts, f => f.Looks(text));
        return forms.Length < 2 ? forms.FirstOrDefault()
            : throw DumpLimits.Malformed(Text.Of(Messages.Probe_TwoForms, text.File, string.Join(", ", forms.Select(f => f.Name))));
    }

    private static DumpForm Of(RegisterLineForm form) =>
        new(form.Name, t => RegisterDump.Looks(t, form), (t, _) => RegisterDump.Read(t, form)) { MayBeOf32Bits = true };
}

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
