using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Xen.Config;

/// <summary>Reads the list form of <c>cpuid</c>: <c>["1:ecx=xxxx...", "7,0:ebx=..."]</c>.</summary>
internal sealed class CpuidList
{
    /// <summary>More leaves than any processor has.</summary>
    public const int MaxItems = 1024;

    // Xen's own choice: the bit is not set explicitly.
    private const char Default = 'x';

    private static readonly string[] Registers = ["eax", "ebx", "ecx", "edx"];

    private readonly CpuidMasks _masks = new(Default);
    private readonly DocumentErrors _errors;

    private CpuidList(DocumentErrors errors) => _errors = errors;

    public static CpuidSetting Read(XlValue value, DocumentErrors errors, CpuMap map)
    {
        if (value.Items.Length > MaxItems)
        {
            throw errors.Malformed(value.Start, Text.Of(Messages.Cpuid_TooMany, value.Items.Length, MaxItems));
        }

        CpuidList list = new(errors);
        foreach (XlValue item in value.Items)
        {
            list.Add(item);
        }

        return new CpuidSetting(
            [.. list._masks.Features(map.X86).Select(f => new CpuFeature(f.Name, CpuidSetting.Policy(f.Letter)))],
            [.. list._masks.Unnamed(map.X86, $"{Default}").Select(u => Text.Of(Messages.Lost_Bits, u.Coordinate, u.Count))]);
    }

    // LEAF[,SUB]:REG=BITS[,REG=BITS]
    private void Add(XlValue item)
    {
        string text = item.Text ?? throw _errors.Malformed(item.Start, Messages.Cpuid_Item);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string[] numbers = colon < 0 ? [] : text[..colon].Split(',');
        if (numbers.Length is not (1 or 2))
        {
            throw _errors.Malformed(item.At(0), Messages.Cpuid_Item);
        }

        uint leaf = Number(numbers[0], item.At(0));
        uint subleaf = numbers.Length == 2 ? Number(numbers[1], item.At(numbers[0].Length + 1)) : 0;
        int start = colon + 1;
        foreach (string part in text[start..].Split(','))
        {
            Add(leaf, subleaf, part, item, start);
            start += part.Length + 1;
        }
    }

    private void Add(uint leaf, uint subleaf, string part, XlValue item, int start)
    {
        int name = part.Length > 3 && part[3] == '=' ? Array.IndexOf(Registers, part[..3]) : -1;
        if (name < 0)
        {
            throw _errors.Malformed(item.At(start), Text.Of(Messages.Cpuid_Register, DocumentErrors.Quote(part)));
        }

        X86Register register = new(IsMsr: false, leaf, subleaf, (RegisterName)name);
        if (_masks.Contains(register))
        {
            throw _errors.Malformed(item.At(start), Text.Of(Messages.Cpuid_Twice, Registers[name]));
        }

        if (!CpuidMaskText.TryParse(part.AsSpan(4), CpuidSetting.Values, isGrouped: false, out string mask, out int wrong))
        {
            throw _errors.Malformed(item.At(start + 4 + wrong), Messages.Cpuid_Bits);
        }

        _masks.Set(register, mask);
    }

    private uint Number(string text, Position at) => CpuidNumber.TryParse(text, out uint number)
        ? number
        : throw _errors.Malformed(at, Text.Of(Messages.Cpuid_Number, DocumentErrors.Quote(text)));
}
