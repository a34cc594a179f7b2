using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.Linux;

/// <summary>
/// A copy of /proc/cpuinfo of x86 or of 64-bit ARM: what the kernel shows of all processors. Those of other architectures have no
/// features (formats.md 26, 27.6).
/// </summary>
internal static class CpuInfoForm
{
    public static PlatformForm Form { get; } = new("cpuinfo", Recognises, Read);

    private sealed class Entry(int line)
    {
        public int Line => line;

        public string? VendorId { get; set; }

        public string? Family { get; set; }

        public string? Model { get; set; }

        public string? Stepping { get; set; }

        public string? Microcode { get; set; }

        public string? Flags { get; set; }

        public int FlagsLine { get; set; }

        public string? AddressSizes { get; set; }

        public string? ClflushSize { get; set; }

        public string? Level { get; set; }

        public string? Implementer { get; set; }

        public string? Part { get; set; }

        public string? Features { get; set; }
    }

    private static bool Recognises(PlatformText text) => !text.IsJson && !text.IsXml && text.HasKey("processor")
        && ((text.HasKey("flags") && text.HasKey("vendor_id")) || (text.HasKey("Features") && text.HasKey("CPU part")));

    private static IReadOnlyList<CpuStatement> Read(PlatformText text, PlatformReadOptions options)
    {
        List<Entry> entries = Entries(text);
        return entries[0].Features is not null ? [Arm(text, options, entries)] : [X86(text, options, entries)];
    }

    private static List<Entry> Entries(PlatformText text)
    {
        List<Entry> entries = [];
        Entry? last = null;
        Entry? before = null;
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.All.AsSpan().EnumerateLines())
        {
            number++;
            int colon = line.IndexOf(':');
            if (colon < 0)
            {
                continue;
            }

            ReadOnlySpan<char> key = line[..colon].Trim();
            ReadOnlySpan<char> value = line[(colon + 1)..].Trim();
            if (key is "processor")
            {
                before = last;
                last = new Entry(number);
                entries.Add(last);
            }
            else if (last is not null)
            {
                Take(last, before, key, value, number);
            }
        }

        Entry[] read = [.. entries.Where(e => e.Flags is not null || e.Features is not null)];
        return read.Length > 0 && read.Length == entries.Count ? entries
            : throw text.Refuse(entries.Find(e => e.Flags is null && e.Features is null)?.Line ?? 1, 1,
                Text.Of(Messages.Read_Missing, "flags"));
    }

    private static void Take(Entry entry, Entry? before, ReadOnlySpan<char> key, ReadOnlySpan<char> value, int line)
    {
        switch (key)
        {
            case "vendor_id":
                entry.VendorId = Same(value, before?.VendorId);
                break;
            case "cpu family":
                entry.Family = Same(value, before?.Family);
                break;
            case "model":
                entry.Model = Same(value, before?.Model);
                break;
            case "stepping":
                entry.Stepping = Same(value, before?.Stepping);
                break;
            case "microcode":
                entry.Microcode = Same(value, before?.Microcode);
                break;
            case "flags":
                entry.Flags = Same(value, before?.Flags);
                entry.FlagsLine = line;
                break;
            case "address sizes":
                entry.AddressSizes = Same(value, before?.AddressSizes);
                break;
            case "clflush size":
                entry.ClflushSize = value.ToString();
                break;
            case "cpuid level":
                entry.Level = value.ToString();
                break;
            case "Features":
                entry.Features = Same(value, before?.Features);
                entry.FlagsLine = line;
                break;
            case "CPU implementer":
                entry.Implementer = Same(value, before?.Implementer);
                break;
            case "CPU part":
                entry.Part = Same(value, before?.Part);
                break;
        }
    }

    // Processors have most of their lines in common.
    private static string Same(ReadOnlySpan<char> value, string? before) =>
        before is not null && value.SequenceEqual(before) ? before : value.ToString();

    private static CpuStatement X86(PlatformText text, PlatformReadOptions options, List<Entry> entries)
    {
        Entry first = entries[0];
        StatementBuilder statement = new(
            text, options, StatementSubject.Host, options.JudgesByKernel ? StatementTruth.Kernel : StatementTruth.Physical);
        statement.Line = first.Line;
        if (first.VendorId is { } vendor)
        {
            statement.SetVendorId(LinuxHost.VendorId(vendor));
        }

        statement.Signature = LinuxHost.SignatureOf(first.Family, first.Model, first.Stepping)
            ?? throw text.Refuse(first.Line, 1, Text.Of(Messages.Read_Missing, "cpu family, model"));
        LinuxFlags? flags = null;
        SortedSet<string> differing = new(StringComparer.Ordinal);
        string? lastLine = null;
        foreach (Entry entry in entries)
        {
            if (entry.Family != first.Family || entry.Model != first.Model || entry.VendorId != first.VendorId)
            {
                throw text.Refuse(entry.Line, 1, Messages.Read_OtherProcessor);
            }

            // Thousands of processors have the same line.
            if (string.Equals(entry.Flags, lastLine, StringComparison.Ordinal))
            {
                continue;
            }

            lastLine = entry.Flags;
            LinuxFlags one = new LinuxFlags(statement.Space).AddLine(entry.Flags ?? string.Empty);
            if (one.IsTooMany)
            {
                throw text.Refuse(entry.FlagsLine, 1, Text.Of(Messages.Read_TooMany, LinuxFlags.MaxFlags));
            }

            if (flags is null)
            {
                flags = one;
            }
            else
            {
                differing.UnionWith(flags.Intersect(one));
            }
        }

        if (differing.Count > 0)
        {
            statement.Remark(StatementRemarkKind.Differing, string.Join(", ", differing));
        }

        LinuxHost.ApplyAddressSizes(statement, first.AddressSizes);
        statement.Axes = statement.Axes with
        {
            Microcode = LinuxHost.Hex(first.Microcode),
            ClflushSize = LinuxHost.Number(first.ClflushSize),
            Level = LinuxHost.Number(first.Level),
        };
        flags!.Apply(statement, options);
        return statement.Build(Form.Id);
    }

    // The machine has what all of its processors have.
    private static CpuStatement Arm(PlatformText text, PlatformReadOptions options, List<Entry> entries)
    {
        Entry first = entries[0];
        StatementBuilder statement = new(
            text, options, StatementSubject.Host, options.JudgesByKernel ? StatementTruth.Kernel : StatementTruth.Physical,
            CpuArchitecture.Aarch64);
        statement.Line = first.Line;
        HashSet<string>? names = null;
        SortedSet<string> differing = new(StringComparer.Ordinal);
        foreach (Entry entry in entries)
        {
            string[] words = (entry.Features ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > LinuxFlags.MaxFlags)
            {
                throw text.Refuse(entry.FlagsLine, 1, Text.Of(Messages.Read_TooMany, LinuxFlags.MaxFlags));
            }

            if (entry.Implementer != first.Implementer || entry.Part != first.Part)
            {
                differing.Add(Text.Of("CPU part {0}, {1}", first.Part, entry.Part));
            }

            if (names is null)
            {
                names = new HashSet<string>(words, StringComparer.Ordinal);
            }
            else
            {
                HashSet<string> lost = new(names, StringComparer.Ordinal);
                lost.SymmetricExceptWith(words);
                differing.UnionWith(lost);
                names.IntersectWith(words);
            }
        }

        if (differing.Count > 0)
        {
            statement.Remark(StatementRemarkKind.Differing, string.Join(", ", differing));
        }

        ArmFlags.Apply(statement, names!);
        return statement.Build(Form.Id);
    }
}
