using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz.Targets;

/// <summary>Raw data: a <c>cpudata</c> element.</summary>
internal sealed partial class CpuDataTarget : Target
{
    public override string Name => "cpudata-xml";

    public override string[] Words =>
    [
        .. XmlOpinion.Words, "<cpudata arch='x86'>", "</cpudata>", "<cpuid eax_in='1' edx='1'/>", "<msr index='0x10a' eax='1' edx='0'/>",
        "<alias/>",
        "eax_in", "ecx_in", "eax", "ebx", "ecx", "edx", "index", "ppc64", "arm", "0x80000001",
    ];

    public override Outcome Check(byte[] input)
    {
        string text = XmlOpinion.Text(input);
        List<X86Item>? expected = XmlOpinion.Load(text)?.Root is { } root ? Items(root) : null;
        Attempt<X86CpuData> attempt = new(() => CpuDataXml.Parse(text, "a.xml"));
        return attempt.Against(expected is not null, data => Compare(data, expected!));
    }

    /// <summary>The items as in the document, or <see langword="null"/> if it is to be refused.</summary>
    public static List<X86Item>? Items(XElement root)
    {
        if ((string?)root.Attribute("arch") != "x86" || !root.Elements().Any()
            || root.DescendantsAndSelf().Any(e => e.Ancestors().Count() >= 256))
        {
            return null;
        }

        List<X86Item> items = [];
        foreach (XElement element in root.Elements().Where(e => e.Name != "alias"))
        {
            bool isMsr = element.Name != "cpuid";
            string[] required = isMsr ? ["index", "eax", "edx"] : ["eax_in"];
            string[] all = isMsr ? required : ["eax_in", "ecx_in", "eax", "ebx", "ecx", "edx"];
            uint?[] values =
                [.. all.Select(name => Number((string?)element.Attribute(name) ?? (required.Contains(name) ? string.Empty : "0")))];
            if (values.Contains(null))
            {
                return null;
            }

            uint[] v = [.. values.Select(n => n!.Value)];
            items.Add(isMsr ? X86Item.Msr(v[0], v[1], v[2]) : X86Item.Cpuid(v[0], v[1], v[2], v[3], v[4], v[5]));
        }

        return items;
    }

    private static string? Compare(X86CpuData data, List<X86Item> expected)
    {
        var merged = expected
            .GroupBy(i => (i.IsMsr, i.Leaf, i.Subleaf))
            .OrderBy(g => g.Key)
            .Select(g =>
                g.Aggregate((a, b) => a with { Eax = a.Eax | b.Eax, Ebx = a.Ebx | b.Ebx, Ecx = a.Ecx | b.Ecx, Edx = a.Edx | b.Edx }));
        if (!data.Items.SequenceEqual(merged))
        {
            return $"read as {CpuDataXml.Format(data)}";
        }

        bool isSame = data.IsEmpty || CpuDataXml.Parse(CpuDataXml.Format(data)).Items.SequenceEqual(data.Items.Where(i => !i.IsZero));
        return isSame ? null : $"written as {CpuDataXml.Format(data)}";
    }

    private static uint? Number(string text)
    {
        Match match = Form().Match(text);
        if (!match.Success)
        {
            return null;
        }

        string digits = match.Groups["digits"].Value;
        int radix = match.Groups["prefix"].Length > 0 ? 16 : digits[0] == '0' ? 8 : 10;
        BigInteger number = 0;
        foreach (char c in digits)
        {
            int digit = int.Parse([c], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (digit >= radix)
            {
                return null;
            }

            number = (number * radix) + digit;
        }

        return number <= uint.MaxValue ? (uint)number : null;
    }

    [GeneratedRegex(@"\A[ \t\r\n]*\+?(?<prefix>0[xX])?(?<digits>[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
