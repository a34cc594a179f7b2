using System.Globalization;
using System.Text.Json;
using NVirt.Cpu.Arm;
using NVirt.Cpu.Probe.Dumps.Registers;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// A fingerprint dumped by Firecracker's cpu-template-helper: registers as strings of bits under <c>guest_cpu_config</c>, for the guest
/// that the host provides. It never contains the VMX MSRs (0x480 to 0x491).
/// </summary>
internal static class FirecrackerDump
{
    private const string Config = "guest_cpu_config";
    private const ulong ArmMidr = 0x603000000013c000;

    /// <summary>Whether the first object has the member that fingerprints have.</summary>
    public static bool Looks(DumpText text) => text.JsonKeys.Contains(Config);

    /// <summary>The one processor in it.</summary>
    /// <exception cref="CpuException">Too large, malformed, or without any leaf (xml).</exception>
    public static IReadOnlyList<DumpedCpu> Read(DumpText text)
    {
        DumpLimits.CheckSize(text.Bytes.Span, text.File);
        return JsonText.Read(text.StrictString, text.File, CpuException.Of, source => Read(source, text.File));
    }

    private static IReadOnlyList<DumpedCpu> Read(JsonText source, string file)
    {
        JsonElement config = JsonText.Member(source.Root, Config)
            ?? throw source.Refuse(source.Root, Text.Of(Messages.Probe_NoMember, Config));
        JsonElement[] leaves = [.. JsonText.Items(JsonText.Member(config, "cpuid_modifiers"))];
        if (leaves.Length == 0 && JsonText.Items(JsonText.Member(config, "reg_modifiers")).ToArray() is { Length: > 0 } registers)
        {
            return [new DumpedCpu(CpuArchitecture.Aarch64, Arm(source, registers))];
        }

        ProcessorBlocks blocks = new(file);
        foreach (JsonElement leaf in leaves)
        {
            if (Leaf(source, leaf) is { } item && !blocks.TryAdd(item, isInOrder: false, 0))
            {
                throw source.Refuse(leaf, Messages.Probe_LeafTwice);
            }
        }

        foreach (JsonElement msr in JsonText.Items(JsonText.Member(config, "msr_modifiers")))
        {
            ulong index = Number(source, msr, "addr");
            if (Bits(source, msr, 64) is { } bits && index <= uint.MaxValue)
            {
                blocks.TryAdd(X86Item.Msr((uint)index, (uint)bits, (uint)(bits >> 32)), isInOrder: false, 0);
            }
        }

        return blocks.Processors();
    }

    // A register that is unchanged or missing is unknown, so nothing is concluded from its leaf.
    private static X86Item? Leaf(JsonText source, JsonElement leaf)
    {
        uint number = (uint)Number(source, leaf, "leaf", uint.MaxValue);
        X86Item item = X86Item.Cpuid(number, (uint)Number(source, leaf, "subleaf", uint.MaxValue));
        int told = 0;
        foreach (JsonElement modifier in JsonText.Items(JsonText.Member(leaf, "modifiers")))
        {
            uint? bits = (uint?)Bits(source, modifier, 32);
            item = JsonText.StringOf(modifier, "register") switch
            {
                "eax" => item with { Eax = bits ?? 0 },
                "ebx" => item with { Ebx = bits ?? 0 },
                "ecx" => item with { Ecx = bits ?? 0 },
                "edx" => item with { Edx = bits ?? 0 },
                _ => throw source.Refuse(modifier, Messages.Probe_RegisterName),
            };
            told += bits is null ? 0 : 1;
        }

        return told == 4 ? item : null;
    }

    private static ArmCpuData? Arm(JsonText source, JsonElement[] registers)
    {
        foreach (JsonElement register in registers)
        {
            if (Number(source, register, "addr") == ArmMidr && Bits(source, register, 128) is { } midr)
            {
                return new ArmCpuData((uint)(midr >> 24 & 0xff), (uint)(midr >> 4 & 0xfff));
            }
        }

        return null;
    }

    private static ulong Number(JsonText source, JsonElement owner, string name, ulong max = ulong.MaxValue)
    {
        string text = JsonText.StringOf(owner, name) ?? throw source.Refuse(owner, Text.Of(Messages.Probe_NoMember, name));
        ulong number = 0;
        bool isNumber = text switch
        {
            ['0', 'x', .. var digits] => Digits.TryParseHex(digits, out number),
            ['0', 'b', .. var digits] => Digits.TryParseBinary(digits, out number),
            _ => false,
        };
        return isNumber && number <= max
            ? number
            : throw source.Refuse(owner, Text.Of(Messages.Probe_PrefixedNumber, name));
    }

    // Most significant first; bits that are missing at the start, or are x, are unchanged and so unknown. Bits above 64 do not matter.
    private static ulong? Bits(JsonText source, JsonElement owner, int width)
    {
        string text = JsonText.StringOf(owner, "bitmap") ?? throw source.Refuse(owner, Text.Of(Messages.Probe_NoMember, "bitmap"));
        string digits = (text.StartsWith("0b", StringComparison.Ordinal) ? text[2..] : text)
            .Replace("_", string.Empty, StringComparison.Ordinal);
        if (digits.Length == 0 || digits.Length > width || digits.AsSpan().ContainsAnyExcept('0', '1', 'x'))
        {
            throw source.Refuse(owner, Text.Of(Messages.Probe_Bitmap, width));
        }

        ulong bits = 0;
        foreach (char digit in digits)
        {
            bits = bits << 1 | (digit == '1' ? 1UL : 0);
        }

        return digits.Length == width && !digits.Contains('x', StringComparison.Ordinal) ? bits : null;
    }
}
