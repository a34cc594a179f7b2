using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// A saved copy of <c>/proc/cpuinfo</c> from an x86 machine: vendor, signature, and the names of features that the kernel enabled. It gives
/// the features that <see cref="KernelFlagReading"/> derives from them, and no registers.
/// </summary>
internal static class X86CpuInfo
{
    // A few hundred are known.
    private const int MaxFlags = 10_000;
    private const int VendorLength = 12;
    private const int LongestQuote = 60;

    private sealed class Entry(int? number, int line)
    {
        public int? Number => number;

        public int Line => line;

        public string Vendor { get; set; } = string.Empty;

        public string Family { get; set; } = string.Empty;

        public string Model { get; set; } = string.Empty;

        public string Stepping { get; set; } = string.Empty;

        public string? Flags { get; set; }

        public string Bugs { get; set; } = string.Empty;
    }

    /// <summary>Every processor in the text.</summary>
    /// <exception cref="CpuException">
    /// A processor has no flags, a number is malformed, or the processors differ in family or model (xml); the message has file and line.
    /// </exception>
    public static IReadOnlyList<DumpedCpu> Read(string text, string file, CpuMap map)
    {
        List<Entry> entries = Entries(text, file);
        Dictionary<(string, string?, string), (X86CpuData Data, X86Coverage Coverage)> known = [];
        List<DumpedCpu> cpus = new(entries.Count);
        foreach (Entry entry in entries)
        {
            if (entry.Family != entries[0].Family || entry.Model != entries[0].Model)
            {
                throw DumpLimits.Malformed(Text.Of(
                    Messages.Probe_OtherModel, file, entry.Line, entry.Family, entry.Model, entries[0].Family, entries[0].Model));
            }

            // Thousands of processors have identical lines.
            var key = (entry.Vendor + entry.Stepping, entry.Flags, entry.Bugs);
            if (!known.TryGetValue(key, out (X86CpuData Data, X86Coverage Coverage) cpu))
            {
                known.Add(key, cpu = DataOf(entry, file, map));
            }

            cpus.Add(new DumpedCpu(CpuArchitecture.X86_64, cpu.Data) { Number = entry.Number, Line = entry.Line, Coverage = cpu.Coverage });
        }

        return cpus;
    }

    private static List<Entry> Entries(string text, string file)
    {
        List<Entry> entries = [];
        int line = 0;
        foreach (ReadOnlySpan<char> content in text.AsSpan().EnumerateLines())
        {
            line++;
            int colon = content.IndexOf(':');
            ReadOnlySpan<char> key = colon < 0 ? [] : content[..colon].Trim();
            ReadOnlySpan<char> value = colon < 0 ? [] : content[(colon + 1)..].Trim();
            if (key is "processor" || (entries.Count == 0 && key is "vendor_id"))
            {
                DumpLimits.CheckCount(entries.Count, file, line);
                bool isNumber = Digits.TryParse(value, out int number);
                entries.Add(new Entry(isNumber ? number : null, line));
            }

            if (entries.Count > 0)
            {
                Take(entries[^1], key, value);
            }
        }

        return entries.Count > 0 ? entries : throw DumpLimits.Malformed(Text.Of(Messages.Probe_NoEntry, file, 1, "processor"));
    }

    private static void Take(Entry entry, ReadOnlySpan<char> key, ReadOnlySpan<char> value)
    {
        switch (key)
        {
            case "vendor_id":
                entry.Vendor = value.ToString();
                break;
            case "cpu family":
                entry.Family = value.ToString();
                break;
            case "model":
                entry.Model = value.ToString();
                break;
            case "stepping":
                entry.Stepping = value.ToString();
                break;
            case "flags":
                entry.Flags = value.ToString();
                break;
            case "bugs":
                entry.Bugs = value.ToString();
                break;
        }
    }

    private static (X86CpuData Data, X86Coverage Coverage) DataOf(Entry entry, string file, CpuMap map)
    {
        HashSet<string> flags = WordsOf(entry.Flags ?? throw Missing(entry, file, "flags"), entry, file);
        CpuSignature signature = new(Number(entry, file, "cpu family", entry.Family), Number(entry, file, "model", entry.Model),
            entry.Stepping is "" or "unknown" ? 0 : Number(entry, file, "stepping", entry.Stepping));
        KernelFlagReading rules = new KernelFlagReading(map.X86, flags, WordsOf(entry.Bugs, entry, file), entry.Vendor, signature.Family)
            .Apply();
        X86Item[] identity = [VendorItem(entry, file), X86Item.Cpuid(1, 0, eax: X86Signature.ToEax(signature))];
        X86CpuData features = X86Projection.DataOf(map.X86, map.X86.SetOf(rules.Present));
        return (X86CpuData.Create([.. identity, .. features.Items]), X86Coverage.OfFeatures([.. rules.Present, .. rules.Absent]));
    }

    // The kernel's own line has the blanks of "  Shanghai  ", which are lost where lines are trimmed.
    private static X86Item VendorItem(Entry entry, string file)
    {
        string id = entry.Vendor == "Shanghai" ? "  Shanghai  " : entry.Vendor.PadRight(VendorLength);
        return entry.Vendor.Length > 0 && id.Length == VendorLength && id.All(char.IsAscii)
            ? X86Vendor.ItemOf(id)
            : throw Missing(entry, file, "vendor_id");
    }

    private static HashSet<string> WordsOf(string text, Entry entry, string file)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length <= MaxFlags
            ? new HashSet<string>(words, StringComparer.Ordinal)
            : throw DumpLimits.Malformed(Text.Of(Messages.Probe_TooManyFlags, file, entry.Line, MaxFlags));
    }

    private static uint Number(Entry entry, string file, string key, string value) =>
        value.Length == 0 ? throw Missing(entry, file, key)
        : Digits.TryParse(value, out uint number) && number <= 0x10e ? number
        : throw DumpLimits.Malformed(Text.Of(Messages.Probe_BadEntry, file, entry.Line, key, Text.OnOneLine(value, LongestQuote)));

    private static CpuException Missing(Entry entry, string file, string key) =>
        DumpLimits.Malformed(Text.Of(Messages.Probe_NoEntry, file, entry.Line, key));
}
