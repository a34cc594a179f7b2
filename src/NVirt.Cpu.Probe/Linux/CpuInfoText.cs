using System.Collections.Immutable;
using System.Globalization;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Linux;

/// <summary>A line of <c>/proc/cpuinfo</c>, without control characters.</summary>
/// <param name="Key">The text before the colon.</param>
/// <param name="Value">The text after it.</param>
/// <param name="Number">Its line number, from 1.</param>
internal sealed record CpuInfoLine(string Key, string Value, int Number)
{
    /// <summary>The words of the value.</summary>
    public string[] Words => Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>
/// The text of <c>/proc/cpuinfo</c>. A needed line that is missing or malformed leaves its value unknown, and is recorded
/// as a problem.
/// </summary>
internal sealed class CpuInfoText(string text)
{
    // More than ten thousand processors.
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int LongestQuote = 60;

    private readonly List<(int Line, string Text)> _problems = [];
    private string? _failure;

    /// <summary>The problems, on one line; <see langword="null"/> if there are none.</summary>
    public string? Problem => _failure
        ?? (_problems.Count == 0 ? null
        : string.Join("; ", _problems.Select(p => p.Line == 0 ? p.Text : Text.Of(Messages.Probe_InLine, p.Line, p.Text))));

    /// <summary>The file of a machine; if it cannot be read, it has no lines and one problem.</summary>
    public static CpuInfoText Read(HostSystem system)
    {
        ReadOnlyMemory<byte>? bytes = system.Read(system.CpuInfo, MaxBytes, out string? failure);
        return new CpuInfoText(System.Text.Encoding.Latin1.GetString((bytes ?? default).Span)) { _failure = failure };
    }

    /// <summary>The value of the first line with this key; empty if there is none.</summary>
    public static ReadOnlySpan<char> ValueOf(ReadOnlySpan<char> text, ReadOnlySpan<char> key)
    {
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            if (KeyOf(line, out ReadOnlySpan<char> value).SequenceEqual(key))
            {
                return value;
            }
        }

        return [];
    }

    /// <summary>The first problem as a message, after the file and the line; <see langword="null"/> if there is none.</summary>
    public string? ProblemIn(string file) =>
        _problems.Count == 0 ? null : $"{file}{(_problems[0].Line == 0 ? string.Empty : $":{_problems[0].Line}:1")}: {_problems[0].Text}";

    /// <summary>The first line with this key, or whose key begins with it; <see langword="null"/> if there is none.</summary>
    public CpuInfoLine? Find(string key, bool isPrefix = false)
    {
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> found = KeyOf(line, out ReadOnlySpan<char> value);
            if (isPrefix ? found.StartsWith(key, StringComparison.Ordinal) : found.SequenceEqual(key))
            {
                return new CpuInfoLine(Text.OnOneLine(found.ToString()), Text.OnOneLine(value.ToString()), number);
            }
        }

        return null;
    }

    /// <summary>The first line with this key; a problem if there is none.</summary>
    public CpuInfoLine? Require(string key)
    {
        CpuInfoLine? line = Find(key);
        if (line is null)
        {
            Missing(key);
        }

        return line;
    }

    /// <summary>A hexadecimal number after 0x; a problem if the line has none, or one that is too large.</summary>
    public ulong? Hex(CpuInfoLine? line, ulong max)
    {
        ulong number = 0;
        bool isNumber = line is not null && ProbeFiles.TryHex(line.Value, max, out number);
        if (line is not null && !isNumber)
        {
            Unexpected(line, Text.Of(Messages.Probe_HexUpTo, max.ToString("x", CultureInfo.InvariantCulture)));
        }

        return isNumber ? number : null;
    }

    /// <summary>Records that a line is missing.</summary>
    public void Missing(string key) => _problems.Add((0, Text.Of(Messages.Probe_NoLine, key)));

    /// <summary>Records that a line is malformed.</summary>
    public void Unexpected(CpuInfoLine line, string expected) =>
        _problems.Add((line.Number, Text.Of(Messages.Probe_UnexpectedLine, line.Key, expected, Text.OnOneLine(line.Value, LongestQuote))));

    /// <summary>
    /// The processors whose values for these lines are identical, by their lowest number; those without any of the lines are left out.
    /// </summary>
    public ImmutableArray<HostCpuGroup> Groups(params string[] keys)
    {
        List<(int Cpu, string?[] Values)> processors = [];
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> key = KeyOf(line, out ReadOnlySpan<char> value);
            if (key.SequenceEqual("processor") && Digits.TryParse(value, out int cpu))
            {
                processors.Add((cpu, new string?[keys.Length]));
            }
            else if (processors.Count > 0 && IndexOf(keys, key) is >= 0 and var place)
            {
                processors[^1].Values[place] ??= Text.OnOneLine(value.ToString());
            }
        }

        return
        [
            .. processors
                .Where(p => Array.Exists(p.Values, v => v is not null))
                .GroupBy(p => string.Join(' ', p.Values.OfType<string>()), p => p.Cpu)
                .Select(g => new HostCpuGroup([.. g.Distinct().Order()], g.Key))
                .OrderBy(g => g.Cpus[0]),
        ];
    }

    private static int IndexOf(string[] keys, ReadOnlySpan<char> key)
    {
        int place = keys.Length - 1;
        while (place >= 0 && !key.SequenceEqual(keys[place]))
        {
            place--;
        }

        return place;
    }

    private static ReadOnlySpan<char> KeyOf(ReadOnlySpan<char> line, out ReadOnlySpan<char> value)
    {
        int colon = line.IndexOf(':');
        value = colon < 0 ? [] : line[(colon + 1)..].Trim();
        return colon < 0 ? [] : line[..colon].Trim();
    }
}
