using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using NVirt.Cpu.X86;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz.Targets;

/// <summary>What regular expressions find in a dump with one line per leaf.</summary>
/// <param name="Begins">Lines with registers, well-formed or not.</param>
/// <param name="Leaf">Well-formed ones: groups leaf, optionally sub, and eax to edx; or index and high parts of an MSR.</param>
/// <param name="Heading">Headings, with or without a group cpu.</param>
internal sealed partial record RegisterLineOpinion(Regex Begins, Regex Leaf, Regex Heading)
{
    private const RegexOptions Options = RegexOptions.CultureInvariant;
    private const string H8 = "[0-9a-fA-F]{8}(?![0-9a-fA-F])";
    private const string H = "(?>[0-9a-fA-F]{1,8})(?![0-9a-fA-F])";
    private const string B = @"[ \t\r]*";

    /// <summary>Whether numbers are decimal.</summary>
    public bool IsDecimal { get; init; }

    /// <summary>Whether repeated sub-leaves of arrays are dropped.</summary>
    public bool DropsRepetitions { get; init; }

    /// <summary>Lines after which MSRs of the whole machine follow.</summary>
    public string? Machine { get; init; }

    public static RegisterLineOpinion CpuidRaw { get; } = new(
        Of(@"\A0x[0-9a-fA-F]"),
        Of($@"\A0x(?<leaf>{H}){B}(?:0x(?<sub>{H}){B})?:{Named()}{B}(?:#.*)?\z"),
        Of(@"\ACPU[ \t]*(?<cpu>[0-9]+)?[ \t]*:\z"));

    public static RegisterLineOpinion Aida { get; } = new(
        Of(@"\A(?:CPUID[ \t]+[0-9a-fA-F]{8}(?:[: \t]|\z)|MSR[ \t]+[0-9a-fA-F]{8}(?:[ \t].*:|:))"),
        Of($@"\A(?:CPUID{B}(?<leaf>{H8}){B}:?{B}(?<eax>{H8}){B}-?{B}(?<ebx>{H8}){B}-?{B}(?<ecx>{H8}){B}-?{B}(?<edx>{H8})(?>{B})(?:\[SL{B}"
            + $@"(?<sub>{H})|(?!\[SL))"
            + $@"|MSR{B}(?<msr>{H8}){B}:{B}(?:(?<a>{Part}){B}-{B}(?<b>{Part}){B}-{B}(?<c>{Part}){B}-{B}(?<d>{Part})|(?![0-9a-fA-F "
            + $@"\t\r])))"),
        Of(@"\A(?:(?:(?!CPU #).)*CPU #|CPU#(?!.*CPU #))(?<cpu>[0-9]+)"))
    { Machine = "[ MSR Registers ]" };

    public static RegisterLineOpinion Libcpuid { get; } = new(
        Of($@"\A(?:{Arrays})\["),
        Of($@"\A(?<array>{Arrays})\[{B}(?<index>[0-9]+){B}\]{B}={B}(?<eax>{H8}){B}(?<ebx>{H8}){B}(?<ecx>{H8}){B}(?<edx>{H8}){B}(?:#.*)?\z"),
        Of(@"\A(?:(?!Logical CPU #).)*Logical CPU #(?<cpu>[0-9]+)"))
    { DropsRepetitions = true };

    public static RegisterLineOpinion Sde { get; } = new(
        Of($@"\A(?:[0-9a-fA-F]{{8}}|\*{{8}})[ \t]+(?:[0-9a-fA-F]{{8}}|\*{{8}})"),
        Of($@"\A(?:(?<leaf>{H8})|\*{{8}}){B}(?:(?<sub>{H8})|(?<any>\*{{8}})){B}=>{B}{Star("eax")}{B}{Star("ebx")}{B}{Star("ecx")}{B}"
            + $@"{Star("edx")}{B}(?:#.*)?\z"),
        Of(@"(?!)"));

    public static RegisterLineOpinion CpuidDumpRs { get; } = new(
        Of(@"\A[0-9a-fA-F]{8}h_x"),
        Of($@"\A(?<leaf>{H8})h_x{B}(?<sub>{H}){B}:{Named()}"),
        Of(@"\ACore ID:.*Thread:"));

    public static RegisterLineOpinion Csv { get; } = new(
        Of(@"\A[0-9][0-9 \t]*(?:,[0-9 \t]*){5}\z"),
        Of($@"\A(?<leaf>[0-9]+){B},{B}(?<sub>[0-9]+){B},{B}(?<eax>[0-9]+){B},{B}(?<ebx>[0-9]+){B},{B}(?<ecx>[0-9]+){B},"
            + $@"{B}(?<edx>[0-9]+){B}\z"),
        Of(@"(?!)"))
    { IsDecimal = true };

    private const string Part = "(?>[0-9a-fA-F]{1,4})(?![0-9a-fA-F])";
    private const string Arrays = "basic_cpuid|ext_cpuid|intel_fn4|intel_fn11|intel_fn12h|intel_fn14h|amd_fn8000001dh|amd_fn80000026h";

    private sealed class Cpu(int? number)
    {
        public int? Number => number;

        public Dictionary<(uint, uint), X86Item> Items { get; } = [];

        public Dictionary<uint, uint> Next { get; } = [];

        public Dictionary<uint, X86Item> Msrs { get; } = [];
    }

    /// <summary>The processors, or <see langword="null"/> if the text is to be refused.</summary>
    public List<(int? Cpu, X86Item[] Items)>? Read(string text)
    {
        List<Cpu> cpus = [];
        Dictionary<uint, X86Item> machine = [];
        (bool IsThere, int? Number) pending = default;
        bool isMachine = false;
        Cpu? current = null;

        Cpu Owner(bool isFirst)
        {
            if (pending.IsThere)
            {
                Cpu? known = pending.Number is null ? null : cpus.LastOrDefault(c => c.Number == pending.Number);
                current = known is not null && !(isFirst && known.Items.ContainsKey((0, 0))) ? known : Added(pending.Number);
                pending = default;
            }
            else if (current is null || (isFirst && current.Items.ContainsKey((0, 0))))
            {
                current = Added(null);
            }

            return current!;
        }

        Cpu Added(int? number)
        {
            cpus.Add(new Cpu(number));
            return cpus[^1];
        }

        foreach (string line in text.Split('\n').Select(l => l.Trim(' ', '\t', '\r')).Where(l => l.Length > 0))
        {
            if (Begins.IsMatch(line))
            {
                if (Leaf.Match(line) is not { Success: true } match)
                {
                    return null;
                }

                if (match.Groups["msr"].Success)
                {
                    uint index = Hex(match, "msr");
                    if (match.Groups["a"].Success && index is (>= 0x480 and <= 0x491) or 0x10a or 0xcf)
                    {
                        X86Item msr = X86Item.Msr(index, Hex(match, "c") << 16 | Hex(match, "d"), Hex(match, "a") << 16 | Hex(match, "b"));
                        (isMachine || (current is null && !pending.IsThere) ? machine : Owner(false).Msrs)[index] = msr;
                    }
                }
                else if (ItemOf(match, out bool isInOrder, out bool isBad) is { } item)
                {
                    Cpu cpu = Owner(item.Leaf == 0 && item.Subleaf == 0);
                    if (isInOrder)
                    {
                        uint next = cpu.Next.GetValueOrDefault(item.Leaf);
                        cpu.Next[item.Leaf] = next + 1;
                        item = item with { Subleaf = next };
                    }

                    if (!cpu.Items.TryAdd((item.Leaf, item.Subleaf), item) && cpu.Items[(item.Leaf, item.Subleaf)] != item
                        && !(DropsRepetitions && match.Groups["array"].Value is not ("basic_cpuid" or "ext_cpuid")))
                    {
                        return null;
                    }
                }
                else if (isBad)
                {
                    return null;
                }
            }

            if (Machine is not null && line.Contains(Machine, StringComparison.Ordinal))
            {
                isMachine = true;
            }
            else if (Heading.Match(line) is { Success: true } heading && Number(heading, out int? number))
            {
                (pending, isMachine) = ((true, number), false);
            }
        }

        List<(int?, X86Item[])> found = [.. cpus.Where(c => c.Items.Count > 0).Select(c => (c.Number, Kept(c, machine)))];
        return found.Count > 0 ? found : null;
    }

    private static X86Item[] Kept(Cpu cpu, Dictionary<uint, X86Item> machine) =>
    [
        .. cpu.Items.Values.Where(i => RegisterRange.IsPresent(cpu.Items, i.Leaf)).OrderBy(i => (i.Leaf, i.Subleaf)),
        .. machine.Where(m => !cpu.Msrs.ContainsKey(m.Key)).Concat(cpu.Msrs).OrderBy(m => m.Key).Select(m => m.Value),
    ];

    private X86Item? ItemOf(Match match, out bool isInOrder, out bool isBad)
    {
        isInOrder = !match.Groups["sub"].Success && !match.Groups["any"].Success && !match.Groups["array"].Success;
        isBad = false;
        if (match.Groups["array"] is { Success: true } array)
        {
            isBad = !uint.TryParse(match.Groups["index"].Value, CultureInfo.InvariantCulture, out uint index);
            (uint leaf, bool isOfSubleaves) = array.Value switch
            {
                "basic_cpuid" => (0u, false),
                "ext_cpuid" => (0x80000000, false),
                "intel_fn4" => (4u, true),
                "intel_fn11" => (11u, true),
                "intel_fn12h" => (18u, true),
                "intel_fn14h" => (20u, true),
                "amd_fn8000001dh" => (0x8000001d, true),
                _ => (0x80000026, true),
            };
            return isBad ? null
                : X86Item.Cpuid(isOfSubleaves ? leaf : leaf + index, isOfSubleaves ? index
                : 0, Hex(match, "eax"), Hex(match, "ebx"), Hex(match, "ecx"), Hex(match, "edx"));
        }

        string[] names = ["leaf", "eax", "ebx", "ecx", "edx"];
        if (IsDecimal
            && names.Append("sub").Any(n => BigInteger.Parse(match.Groups[n].Value, CultureInfo.InvariantCulture) > uint.MaxValue))
        {
            isBad = true;
            return null;
        }

        return Array.TrueForAll(names, n => match.Groups[n].Success)
            ? X86Item.Cpuid(
                Hex(match, "leaf"), Hex(match, "sub"), Hex(match, "eax"), Hex(match, "ebx"), Hex(match, "ecx"), Hex(match, "edx"))
            : null;
    }

    private uint Hex(Match match, string name) => !match.Groups[name].Success ? 0
        : uint.Parse(
            match.Groups[name].Value, IsDecimal ? NumberStyles.None : NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    // A malformed number does not make a heading.
    private static bool Number(Match heading, out int? number)
    {
        bool isNumber = int.TryParse(heading.Groups["cpu"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value);
        number = isNumber ? value : null;
        return isNumber || !heading.Groups["cpu"].Success;
    }

    private static string Named() =>
        string.Concat(new[] { "eax", "ebx", "ecx", "edx" }.Select(n => $"{B}{n}={B}(?:0x(?<{n}>{H})|(?!0x)(?<{n}>{H8}){B}h)"));

    private static string Star(string name) => $@"(?:(?<{name}>{H8})|\*{{8}})";

    private static Regex Of(string pattern) => new(pattern, Options, TimeSpan.FromSeconds(1));
}
