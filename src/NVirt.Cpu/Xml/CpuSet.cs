using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Sets of virtual CPUs as documents write them: <c>0-3,^2,5</c>, read from left to right.</summary>
public static class CpuSet
{
    /// <summary>Numbers must be below this.</summary>
    public const int MaxCpus = 16384;

    /// <summary>Reads a set; blanks around numbers and a comma at the end are accepted.</summary>
    public static bool TryParse(string text, out ImmutableArray<int> cpus)
    {
        cpus = [];
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        Span<bool> members = rest.IsEmpty ? [] : new bool[MaxCpus];
        while (!rest.IsEmpty)
        {
            int comma = rest.IndexOf(',');
            if (!TryTake(comma < 0 ? rest : rest[..comma], members))
            {
                return false;
            }

            rest = comma < 0 ? [] : rest[(comma + 1)..].TrimStart();
        }

        cpus = Members(members);
        return true;
    }

    /// <summary>The set as ranges; empty if there are no CPUs.</summary>
    public static string Format(ImmutableArray<int> cpus)
    {
        StringBuilder text = new();
        for (int i = 0; i < cpus.Length; i++)
        {
            int first = i;
            while (i + 1 < cpus.Length && cpus[i + 1] == cpus[i] + 1)
            {
                i++;
            }

            text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{cpus[first]}");
            if (i > first)
            {
                text.Append(CultureInfo.InvariantCulture, $"-{cpus[i]}");
            }
        }

        return text.ToString();
    }

    private static bool TryTake(ReadOnlySpan<char> part, Span<bool> members)
    {
        part = part.Trim();
        bool isMember = !part.StartsWith('^');
        int dash = isMember ? part.IndexOf('-') : -1;
        ReadOnlySpan<char> start = isMember ? part : part[1..];
        ReadOnlySpan<char> end = start;
        if (dash >= 0)
        {
            start = part[..dash].TrimEnd();
            end = part[(dash + 1)..].TrimStart();
        }

        if (!TryNumber(start, out int first) || !TryNumber(end, out int last) || first > last)
        {
            return false;
        }

        members[first..(last + 1)].Fill(isMember);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
        Digits.TryParse(text, out number) && number < MaxCpus;

    private static ImmutableArray<int> Members(ReadOnlySpan<bool> members)
    {
        List<int> numbers = [];
        int start = 0;
        for (int next; (next = members[start..].IndexOf(true)) >= 0; start += next + 1)
        {
            numbers.Add(start + next);
        }

        return [.. numbers];
    }
}
