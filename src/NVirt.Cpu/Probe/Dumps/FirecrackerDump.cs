using System.Globalization;
using System.Text.Json;
using NVirt.Cpu.Arm;
using NVirt.Cpu.Probe.Dumps.Registers;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// A fingerprint that Firecracker's cpu-template-helper dumps: registers as strings of bits below <c>guest_cpu_config</c>, of the guest that
/// the host gives. It has no MSRs of VMX (0x480 to 0x491), whatever the host has.
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
        return QemuJson.Read(text.PlainString, text.File, source => Read(source, text.File));
    }

    private static IReadOnlyList<DumpedCpu> Read(QemuJson source, string file)
    {
        JsonElement config = QemuJson.Member(source.Root, Config) ?? throw source.Refuse(source.Root, Text.Of(Messages.Probe_NoMember, Config));
        JsonElement[] leaves = [.. QemuJson.Items(QemuJson.Member(config, "cpuid_modifiers"))];
        if (leaves.Length == 0 && QemuJson.Items(QemuJson.Member(config, "reg_modifiers")).ToArray() is { Length: > 0 } registers)
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

        foreach (JsonElement msr in QemuJson.Items(QemuJson.Member(config, "msr_modifiers")))
        {
            ulong index = Number(source, msr, "addr");
            if (Bits(source, msr, 64) is { } bits && index <= uint.MaxValue)
            {
                blocks.TryAdd(X86Item.Msr((uint)index, (uint)bits, (uint)(bits >> 32)), isInOrder: false, 0);
            }
        }

        return blocks.Processors();
    }

    // A register that is left as it is, or not named, is not told; then nothing is concluded from its leaf.
    private static X86Item? Leaf(QemuJson source, JsonElement leaf)
    {
        uint number = (uint)Number(source, leaf, "leaf", uint.MaxValue);
        X86Item item = X86Item.Cpuid(number, (uint)Number(source, leaf, "subleaf", uint.MaxValue));
        int told = 0;
        foreach (JsonElement modifier in QemuJson.Items(QemuJson.Member(leaf, "modifiers")))
        {
            uint? bits = (uint?)Bits(source, modifier, 32);
            item = QemuJson.StringOf(modifier, "register") switch
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

    private static ArmCpuData? Arm(QemuJson source, JsonElement[] registers)
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

    private static ulong Number(QemuJson source, JsonElement owner, string name, ulong max = ulong.MaxValue)
    {
        string text = QemuJson.StringOf(owner, name) ?? throw source.Refuse(owner, Text.Of(Messages.Probe_NoMember, name));
        NumberStyles style = text.StartsWith("0b", StringComparison.Ordinal) ? NumberStyles.AllowBinarySpecifier : NumberStyles.AllowHexSpecifier;
        return text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'b'
            && ulong.TryParse(text.AsSpan(2), style, CultureInfo.InvariantCulture, out ulong number) && number <= max
            ? number
            : throw source.Refuse(owner, Text.Of(Messages.Probe_PrefixedNumber, name));
    }

    // Most significant first; what is missing at the start, or is an x, is kept and so not told. Higher bits than 64 are of no interest.
    private static ulong? Bits(QemuJson source, JsonElement owner, int width)
    {
        string text = QemuJson.StringOf(owner, "bitmap") ?? throw source.Refuse(owner, Text.Of(Messages.Probe_NoMember, "bitmap"));
        string digits = (text.StartsWith("0b", StringComparison.Ordinal) ? text[2..] : text).Replace("_", string.Empty, StringComparison.Ordinal);
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
