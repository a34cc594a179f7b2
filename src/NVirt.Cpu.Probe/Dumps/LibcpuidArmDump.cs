using System.Collections.Immutable;
using System.Text;
using NVirt.Cpu.Arm;
using NVirt.Cpu.Probe.Arm;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>
/// Raw files and tests of libcpuid from ARM machines: below the heading of each processor a line for each of its registers,
/// <c>arm_midr=00000000410fd493</c>. A 32-bit kernel shows the registers of 64 bits as zero: then only the architecture is known.
/// </summary>
internal static class LibcpuidArmDump
{
    private const string Prefix = "arm_";
    private const string Midr = "midr";
    private const int LongestRegister = 16;

    public static DumpForm Form { get; } = new("libcpuid (ARM)", Looks, static (text, _) => Read(text));

    private static ReadOnlySpan<byte> Heading => "Logical CPU #"u8;

    private static bool Looks(DumpText text)
    {
        ReadOnlySpan<byte> plain = text.Plain;
        foreach (Range range in plain.Split((byte)'\n'))
        {
            if (plain[range].TrimStart(" \t"u8).StartsWith("arm_midr="u8))
            {
                return true;
            }
        }

        return false;
    }

    private static List<DumpedCpu> Read(DumpText text)
    {
        DumpLimits.CheckSize(text.Bytes.Span, text.File);
        List<DumpedCpu> cpus = [];
        Dictionary<string, ulong> registers = new(StringComparer.Ordinal);
        ReadOnlySpan<byte> plain = text.Plain;
        int line = 0;
        int start = 0;
        int? number = null;
        foreach (Range range in plain.Split((byte)'\n'))
        {
            line++;
            ReadOnlySpan<byte> content = plain[range].Trim(" \t\r"u8);
            if (content.StartsWith("arm_"u8))
            {
                start = start == 0 ? line : start;
                Add(Encoding.UTF8.GetString(content));
            }
            else if (content.IndexOf(Heading) is >= 0 and var at)
            {
                End();
                number = NumberAt(content[(at + Heading.Length)..]);
                start = line;
            }
        }

        End();
        return cpus;

        void Add(string register)
        {
            int end = register.IndexOf('=', StringComparison.Ordinal);
            ReadOnlySpan<char> digits = register.AsSpan(end + 1);
            if (end < 0 || digits.Length is not (8 or LongestRegister) || !registers.TryAdd(register[Prefix.Length..end], 0)
                || !Digits.TryParseHex(digits, out ulong value))
            {
                throw DumpLimits.Malformed(Text.Of(Messages.Probe_ArmRegister, text.File, line));
            }

            registers[register[Prefix.Length..end]] = value;
        }

        void End()
        {
            if (start == 0)
            {
                return;
            }

            DumpLimits.CheckCount(cpus.Count, text.File, start);
            cpus.Add(Processor(registers, text.File, start) with { Number = number, Line = start });
            registers.Clear();
        }
    }

    private static DumpedCpu Processor(Dictionary<string, ulong> registers, string file, int line)
    {
        if (!registers.TryGetValue(Midr, out ulong midr) || midr == 0)
        {
            throw DumpLimits.Malformed(Text.Of(Messages.Probe_NoMidr, file, line));
        }

        // Of a 32-bit kernel, the upper half of the register is anything.
        bool hasWideRegisters = registers.Any(r => r.Key.StartsWith("id_aa64", StringComparison.Ordinal) && r.Value != 0);
        return hasWideRegisters
            ? new DumpedCpu(CpuArchitecture.Aarch64, new ArmCpuData((uint)(midr >> 24 & 0xff), (uint)(midr >> 4 & 0xfff), Flags(registers)))
            : new DumpedCpu(CpuArchitecture.Armv7l, null);
    }

    // Those flags that libvirt's features need (Arm Architecture Reference Manual, ID_AA64PFR0_EL1, ID_AA64ISAR1_EL1, ID_AA64ISAR2_EL1).
    private static ImmutableArray<string> Flags(Dictionary<string, ulong> registers)
    {
        bool hasAddress = Has("id_aa64isar1", 4) || Has("id_aa64isar1", 8) || Has("id_aa64isar2", 12);
        bool hasGeneric = Has("id_aa64isar1", 24) || Has("id_aa64isar1", 28) || Has("id_aa64isar2", 8);
        return ArmCapabilities.Of(
        [
            Has("id_aa64pfr0", 32) ? "sve" : string.Empty, hasAddress ? "paca" : string.Empty, hasGeneric ? "pacg" : string.Empty,
        ]);

        bool Has(string register, int field) => registers.TryGetValue(register, out ulong value) && (value >> field & 0xf) != 0;
    }

    private static int? NumberAt(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return Digits.TryParse(end < 0 ? text : text[..end], out int number) ? number : null;
    }
}
