using NVirt.Cpu;
using NVirt.Cpu.X86;
using NVirt.Platforms.Registers;
using NVirt.Xml;

namespace NVirt.Platforms.Xen;

/// <summary>The output of <c>xen-cpuid</c>: sets of words, or with -p policies, which are all of CPUID (formats.md 12).</summary>
internal static class XenCpuidForms
{
    private const string HvmMax = "HVM Max";
    private const string DynamicSets = "Dynamic sets";
    private const uint NoSubleaf = uint.MaxValue;

    public static PlatformForm Policy { get; } = new("xen-cpuid-policy", static t => IsText(t) && HasPolicies(t), ReadPolicy);

    public static PlatformForm Sets { get; } = new(
        "xen-cpuid", static t => IsText(t) && t.HasKey(DynamicSets) && !HasPolicies(t), ReadSets);

    private static bool IsText(PlatformText text) => !text.IsJson && !text.IsXml;

    private static bool HasPolicies(PlatformText text) =>
        text.All.Contains(" policy: ", StringComparison.Ordinal) && text.All.Contains(" leaves, ", StringComparison.Ordinal);

    private static StatementTruth TruthOf(string name) =>
        name == "Raw" ? StatementTruth.Physical : Digits.TryParse(name, out uint _) || name.StartsWith("Domain", StringComparison.Ordinal)
            ? StatementTruth.Live : StatementTruth.Hypervisor;

    private static IReadOnlyList<CpuStatement> ReadPolicy(PlatformText text, PlatformReadOptions options)
    {
        List<(string Name, int Line, RegisterBits Bits)> policies = [];
        bool isMsrs = false;
        int number = 0;
        foreach (string raw in text.All.Split('\n'))
        {
            number++;
            string line = raw.Trim();
            if (line.IndexOf(" policy: ", StringComparison.Ordinal) is > 0 and var end)
            {
                policies.Add((line[..end], number, new RegisterBits { OmitsZero = true }));
                isMsrs = false;
            }
            else if (line is "CPUID:" or "MSRs:")
            {
                isMsrs = line == "MSRs:";
            }
            else if (line.Length > 0 && policies.Count > 0 && !line.StartsWith("leaf ", StringComparison.Ordinal)
                && !line.StartsWith("index ", StringComparison.Ordinal))
            {
                Take(text, policies[^1].Bits, line, isMsrs, number);
            }
        }

        string wanted = options.Policy ?? (policies.Exists(p => p.Name == HvmMax) ? HvmMax : policies.Count == 1 ? policies[0].Name
            : HvmMax);
        (string name, int start, RegisterBits bits) = policies.Find(p => p.Name == wanted || p.Name == "Domain " + wanted);
        if (bits is null)
        {
            throw text.Refuse(1, 1, Text.Of(Messages.Xen_NoPolicy, DocumentErrors.Quote(wanted), string.Join(", ", policies.Select(p =>
                p.Name))));
        }

        bool isGuest = TruthOf(name) == StatementTruth.Live;
        StatementBuilder statement = new(
            text, options, isGuest ? StatementSubject.Guest : StatementSubject.Host, TruthOf(name))
        { Line = start };
        bits.Apply(statement);
        return [statement.Build(Policy.Id)];
    }

    // 00000001:ffffffff -> 00050654:00100800:02000001:00000010, 0000010a -> 0000000000000021
    private static void Take(PlatformText text, RegisterBits bits, string line, bool isMsr, int number)
    {
        string[] sides = line.Split(" -> ");
        string[] key = sides[0].Trim().Split(':');
        string[] value = sides.Length == 2 ? sides[1].Trim().Split(':') : [];
        bool isFirst;
        if (isMsr && key.Length == 1 && value.Length == 1 && TryHex(key[0], 8, out ulong index) && TryHex(value[0], 16, out ulong content))
        {
            isFirst = bits.TryAddMsr((uint)index, content);
        }
        else if (!isMsr && key.Length == 2 && value.Length == 4 && TryHex(key[0], 8, out ulong leaf) && TryHex(key[1], 8, out ulong subleaf)
            && TryHex(value[0], 8, out ulong a) && TryHex(value[1], 8, out ulong b) && TryHex(value[2], 8, out ulong c)
            && TryHex(value[3], 8, out ulong d))
        {
            isFirst = bits.TryAdd(X86Item.Cpuid((uint)leaf, subleaf == NoSubleaf ? 0 : (uint)subleaf, (uint)a, (uint)b, (uint)c, (uint)d));
        }
        else
        {
            throw text.Refuse(number, 1, Text.Of(Messages.Read_Expected, isMsr ? "INDEX -> VALUE" : "LEAF:SUBLEAF -> EAX:EBX:ECX:EDX"));
        }

        if (!isFirst)
        {
            throw text.Refuse(number, 1, Text.Of(Messages.Read_Twice, DocumentErrors.Quote(sides[0].Trim())));
        }
    }

    private static bool TryHex(string text, int digits, out ulong value)
    {
        value = 0;
        return text.Length == digits && Digits.TryParseHex(text, out value);
    }

    private static IReadOnlyList<CpuStatement> ReadSets(PlatformText text, PlatformReadOptions options)
    {
        string wanted = options.Policy ?? HvmMax;
        bool isDynamic = false;
        int number = 0;
        foreach (string raw in text.All.Split('\n'))
        {
            number++;
            string line = raw.TrimEnd();
            // Static sets have some of the same names, and are what Xen was built with.
            isDynamic |= line.StartsWith(DynamicSets, StringComparison.Ordinal);
            int blank = line.LastIndexOf(' ');
            string name = blank < 0 || char.IsWhiteSpace(line[0]) ? string.Empty : line[..blank].Trim();
            if (isDynamic && name == wanted)
            {
                string value = line[(blank + 1)..];
                uint[] words = FeatureWords.Parse(value, ':')
                    ?? throw text.Refuse(number, blank + 2, Text.Of(Messages.Xen_Words, DocumentErrors.Quote(value), FeatureWords.Most));
                StatementBuilder statement = new(text, options, StatementSubject.Host, TruthOf(name)) { Line = number };
                FeatureWords.Apply(statement, words);
                return [statement.Build(Sets.Id)];
            }
        }

        throw text.Refuse(1, 1, Text.Of(Messages.Xen_NoPolicy, DocumentErrors.Quote(wanted),
            "Raw, Host, HVM Default, HVM Max, PV Default, PV Max"));
    }
}
