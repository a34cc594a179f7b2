using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.Xen;

namespace NVirt.Fuzz.Targets;

/// <summary>An xl.cfg by regular expressions: one for tokens, one for a line of tokens, and one for a value.</summary>
internal static partial class XlOpinion
{
    // Marks the items of a list, which are texts, or null for a nested list.
    private const string ListMark = "[";

    private const int MaxDepth = 16;
    private const int MaxItems = 1024;

    /// <summary>The policies in a file, or <see langword="null"/> if it is to be refused.</summary>
    /// <param name="text">The file.</param>
    /// <param name="speaks">Whether it says anything about the CPU.</param>
    public static Dictionary<string, CpuPolicy>? Of(string text, out bool speaks)
    {
        speaks = false;
        if (Tokens(text) is not { } tokens || !IsFile(tokens) || Settings(tokens) is not { } settings)
        {
            return null;
        }

        Dictionary<string, CpuPolicy> policies = new(StringComparer.Ordinal);
        speaks = settings.ContainsKey("cpuid") || settings.ContainsKey("nestedhvm");
        bool isRight = !settings.TryGetValue("nestedhvm", out List<string?>? nested)
            || (nested is [not null, ..] and not [ListMark, ..] && string.Concat(nested) is "0" or "1");
        if (settings.TryGetValue("cpuid", out List<string?>? cpuid))
        {
            isRight &= cpuid is [ListMark, ..] ? IsList(cpuid[1..], policies) : IsLine(string.Concat(cpuid), policies);
        }

        return isRight ? policies : null;
    }

    private static List<(char Kind, string Text)>? Tokens(string text)
    {
        List<(char, string)> tokens = [];
        for (int at = text.StartsWith('\uFEFF') ? 1 : 0; at < text.Length;)
        {
            Match match = Token().Match(text, at);
            if (!match.Success)
            {
                return null;
            }

            at += match.Length;
            Group kind = match.Groups.Values.Skip(1).First(g => g.Success);
            tokens.Add((kind.Name[0] == 'm' ? kind.Value[0] : kind.Name[0], kind.Name == "string" ? kind.Value[1..^1] : kind.Value));
        }

        tokens.RemoveAll(t => t.Item1 == 'b');
        return tokens;
    }

    // Lists are built from the inside out.
    private static bool IsFile(List<(char Kind, string Text)> tokens)
    {
        StringBuilder kinds = new();
        int depth = 0;
        foreach ((char kind, _) in tokens)
        {
            depth += kind == '[' ? 1 : kind == ']' ? -1 : 0;
            kinds.Append(kind is 's' or 'n' ? 'v' : kind);
            if (depth > MaxDepth)
            {
                return false;
            }
        }

        string file = kinds.ToString();
        for (string before = string.Empty; before != file;)
        {
            before = file;
            file = List().Replace(file, "v");
        }

        return File().IsMatch(file);
    }

    // The parts of each key's value, or null if parts of different kinds are combined.
    private static Dictionary<string, List<string?>>? Settings(List<(char Kind, string Text)> tokens)
    {
        Dictionary<string, List<string?>> settings = new(StringComparer.Ordinal);
        for (int i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Kind != 'k')
            {
                continue;
            }

            string key = tokens[i].Text;
            bool adds = tokens[i + 1].Kind == '+';
            List<string?> value = [];
            i += 2;
            int depth = 0;
            do
            {
                (char kind, string text) = tokens[i];
                depth -= kind == ']' ? 1 : 0;
                if (kind is 's' or 'n' && depth <= 1)
                {
                    value.Add(text);
                }
                else if (kind == '[' && depth <= 1)
                {
                    value.Add(depth == 0 ? ListMark : null);
                }

                depth += kind == '[' ? 1 : 0;
                i++;
            }
            while (depth > 0);

            i--;
            bool isList = tokens[i].Kind == ']';
            if (!adds || !settings.TryGetValue(key, out List<string?>? parts))
            {
                settings[key] = isList ? value : [value[0] == ListMark ? " [" : value[0]];
            }
            else if (parts is [ListMark, ..] != isList)
            {
                return null;
            }
            else
            {
                parts.AddRange(isList ? value[1..] : value);
            }
        }

        return settings;
    }

    private static bool IsLine(string line, Dictionary<string, CpuPolicy> policies)
    {
        if (line.Length > 0 && !Line().IsMatch(line))
        {
            return false;
        }

        HashSet<string> names = [];
        foreach (Match pair in Pair().Matches(line))
        {
            string name = LibxlNames.ToMap(pair.Groups["name"].Value);
            if (!names.Add(name))
            {
                return false;
            }

            if (!LibxlNames.Numbers.Contains(pair.Groups["name"].Value))
            {
                policies[name] = Policy(pair.Groups["value"].Value[0]);
            }
        }

        return true;
    }

    private static bool IsList(List<string?> items, Dictionary<string, CpuPolicy> policies)
    {
        HashSet<(BigInteger, BigInteger, string)> registers = [];
        foreach (string? item in items)
        {
            if (item is null || Item().Match(item) is not { Success: true } match)
            {
                return false;
            }

            BigInteger leaf = Number(match.Groups["leaf"].Value);
            BigInteger subleaf = match.Groups["subleaf"].Success ? Number(match.Groups["subleaf"].Value) : 0;
            foreach (Capture part in match.Groups["part"].Captures)
            {
                string register = part.Value[..3];
                if (leaf > uint.MaxValue || subleaf > uint.MaxValue || !registers.Add((leaf, subleaf, register)))
                {
                    return false;
                }

                foreach ((string name, char letter) in MapBits.Of((uint)leaf, (uint)subleaf, register, part.Value[4..])
                    .Where(f => f.Letter != 'x'))
                {
                    policies[name] = Policy(letter);
                }
            }
        }

        return items.Count <= MaxItems;
    }

    private static CpuPolicy Policy(char letter) => letter switch
    {
        '1' => CpuPolicy.Force,
        '0' => CpuPolicy.Disable,
        _ => CpuPolicy.Optional,
    };

    private static BigInteger Number(string text) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : BigInteger.Parse(text, CultureInfo.InvariantCulture);

    // Kinds: blank, line end, key, string, number; marks stand for themselves, and so does the semicolon.
    [GeneratedRegex(
        @"\G((?<blank>[ \t]+|\#[^\r\n]*)|(?<line>\r?\n)|(?<mark>\+=|[][=,;])|(?<key>[a-z][a-z0-9_.]*)|(?<number>[0-9][0-9a-fx]*)"
        + @"|(?<string>""(\\[^\n]|[^""\\\n])*""|'(\\[^\n]|[^'\\\n])*'))",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\[l*(vl*(,l*vl*)*(,l*)?)?\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex List();

    [GeneratedRegex(@"\A((k[=+]v)?[l;])*(k[=+]v)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex File();

    [GeneratedRegex(@",(?<name>[^,=]*)=(?<value>[^,]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pair();

    [GeneratedRegex(
        @"\Ahost(,(?!(family|model|stepping|maxleaf|clflush|proccount|localapicid|brandid|apicidsize|nc|procpkg|maxhvleaf)=)"
            + @"[a-zA-Z0-9_.+-]{1,64}=[01xks]"
        + @"|,(family|model|stepping|maxleaf|clflush|proccount|localapicid|brandid|apicidsize|nc|procpkg|maxhvleaf)=[^,]*)*\z",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Line();

    [GeneratedRegex(
        @"\A(?<leaf>0[xX][0-9a-fA-F]+|0|[1-9][0-9]*)(,(?<subleaf>0[xX][0-9a-fA-F]+|0|[1-9][0-9]*))?:(?<part>e[abcd]x=[01xks]{32})(,"
            + @"(?<part>e[abcd]x=[01xks]{32}))*\z",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Item();
}
