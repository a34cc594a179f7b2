using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz.Targets;

/// <summary>A copy of <c>/dev/cpu/N/cpuid</c>.</summary>
internal sealed class CpuidDeviceTarget : Target
{
    public override string Name => "cpuid-device";

    public override string[] Words =>
        ["\u0001\0\0\0GenuineIntel", "\u000b\0\0\0AuthenticAMD", "\0\0\0\0", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"];

    public override Outcome Check(byte[] input)
    {
        List<X86Item>? expected = input.Length < 16 || input.Length % 16 != 0 ? null : [];
        for (int at = 0; expected is not null && at < input.Length && (uint)at / 16 <= BitConverter.ToUInt32(input, 0); at += 16)
        {
            uint[] registers = [.. Enumerable.Range(0, 4).Select(r => BitConverter.ToUInt32(input, at + (4 * r)))];
            expected.Add(X86Item.Cpuid((uint)at / 16, 0, registers[0], registers[1], registers[2], registers[3]));
        }

        Attempt<X86Reading> attempt = new(() => CpuidDeviceDump.Parse(input, "a.bin"));
        return attempt.Against(expected is not null, reading => reading.Data.Items.SequenceEqual(expected!) ? null : "other items");
    }
}
