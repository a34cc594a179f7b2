using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.X86;

namespace NVirt.Fuzz.Targets;

/// <summary>The output of <c>cpuid -r</c>.</summary>
internal sealed partial class CpuidTextTarget : Target
{
    public override string Name => "cpuid-text";

    public override string[] Words =>
    [
        "CPU:\n", "CPU 0:\n", "CPU 1:\n", "CPU", ":", "0x", "0x00000000 0x00:", "0x40000000", "0x80000000", "0xc0000000", "0x00000001", "\r\n", "\n", " ",
        "\t", "eax=0x", "ebx=0x00000000", "ecx=0x80000000", "edx=0x00000000", "\0",
        "0x00000000 0x00: eax=0x00000001 ebx=0x756e6547 ecx=0x6c65746e edx=0x49656e69\n",
        "0x00000000 0x00: eax=0x00000001 ebx=0x746e6543 ecx=0x736c7561 edx=0x48727561\n",
    ];

    public override Outcome Check(byte[] input)
    {
        // Every byte is a character, so that none is lost.
        string text = Encoding.Latin1.GetString(input);
        List<X86Item>? expected = Read(text.StartsWith("\u00ef\u00bb\u00bf", StringComparison.Ordinal) ? text[3..] : text);
        Attempt<IReadOnlyList<DumpedCpu>> attempt = new(() => CpuidTextDump.Read(new DumpText(input, "a.txt")));
        return attempt.Against(expected is not null, cpus => ((X86CpuData)cpus[0].Data!).Items.SequenceEqual(expected!) ? null : "other items");
    }

    // The items of the first processor, or null if the text is to be refused.
    private static List<X86Item>? Read(string text)
    {
        List<Dictionary<(uint Leaf, uint Subleaf), X86Item>> blocks = [];
        foreach (string line in text.Split('\n').Select(l => l.Trim(' ', '\t', '\r')).Where(l => l.Length > 0))
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                if (heading.Groups["cpu"].Success && !int.TryParse(heading.Groups["cpu"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                {
                    return null;
                }

                blocks.Add([]);
            }
            else if (Leaf().Match(line) is { Success: true } leaf)
            {
                uint[] v = [.. leaf.Groups.Values.Skip(1).Select(g => uint.Parse(g.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))];
                X86Item item = X86Item.Cpuid(v[0], v[1], v[2], v[3], v[4], v[5]);
                if (blocks.Count == 0)
                {
                    blocks.Add([]);
                }

                if (!blocks[^1].TryAdd((v[0], v[1]), item) && blocks[^1][(v[0], v[1])] != item)
                {
                    return null;
                }
            }
            else
            {
                return null;
            }
        }

        return blocks.Count == 0 || !blocks.TrueForAll(b => b.ContainsKey((0, 0))) ? null : [.. blocks[0].Values.Where(i => IsPresent(blocks[0], i.Leaf)).OrderBy(i => (i.Leaf, i.Subleaf))];
    }

    // A range counts up to the maximum in its first leaf; those of hypervisors and of Centaur count only where they can be.
    private static bool IsPresent(Dictionary<(uint Leaf, uint Subleaf), X86Item> items, uint leaf)
    {
        uint start = leaf & 0xc0000000;
        if (start == 0x40000000 && (items.GetValueOrDefault<(uint, uint), X86Item>((1, 0)).Ecx & 0x80000000) == 0)
        {
            return false;
        }

        X86Item vendor = items[(0, 0)];
        if (start == 0xc0000000 && (vendor.Ebx, vendor.Edx, vendor.Ecx) is not (0x746e6543, 0x48727561, 0x736c7561) and not (0x68532020, 0x68676e61, 0x20206961))
        {
            return false;
        }

        if (!items.TryGetValue((start, 0), out X86Item first))
        {
            return true;
        }

        return leaf <= (start == 0x40000000 && first.Eax == 0 ? 0x40000001 : first.Eax);
    }

    [GeneratedRegex(@"\ACPU[ \t\r]*(?<cpu>[0-9]+)?[ \t\r]*:\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(
        @"\A0x(?<leaf>(?>[0-9a-fA-F]{1,8})(?![0-9a-fA-F]))[ \t\r]*0x(?<subleaf>(?>[0-9a-fA-F]{1,8})(?![0-9a-fA-F]))[ \t\r]*:"
        + @"[ \t\r]*eax=[ \t\r]*0x(?<eax>(?>[0-9a-fA-F]{1,8})(?![0-9a-fA-F]))[ \t\r]*ebx=[ \t\r]*0x(?<ebx>(?>[0-9a-fA-F]{1,8})(?![0-9a-fA-F]))"
        + @"[ \t\r]*ecx=[ \t\r]*0x(?<ecx>(?>[0-9a-fA-F]{1,8})(?![0-9a-fA-F]))[ \t\r]*edx=[ \t\r]*0x(?<edx>(?>[0-9a-fA-F]{1,8})(?![0-9a-fA-F]))\z",
        RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Leaf();
}
