namespace NVirt.Cpu.Probe.Dumps;

/// <summary>The forms that are known, in the order in which they are tried.</summary>
internal static class DumpForms
{
    private static readonly DumpForm[] All =
    [
        new("a copy of /dev/cpu/N/cpuid", t => RawDumps.Detect(t.Bytes.Span) == RawDumpKind.CpuidDevice, CpuidDeviceDump.Read),
        new("cpuid -r", t => RawDumps.Detect(t.Bytes.Span) == RawDumpKind.CpuidText, CpuidTextDump.Read) { MayBeOf32Bits = true },
        new("/proc/cpuinfo", t => RawDumps.Detect(t.Bytes.Span) == RawDumpKind.CpuInfo, SavedCpuInfo.Read),
    ];

    /// <summary>Reads a dump; <see langword="null"/> if it has none of the forms.</summary>
    /// <exception cref="CpuException">It has one, and is not well formed (xml); the message has file, line and column.</exception>
    public static Dump? Read(DumpText text) => Array.Find(All, f => f.Looks(text)) is { } form ? new Dump(form, form.Read(text)) : null;
}
