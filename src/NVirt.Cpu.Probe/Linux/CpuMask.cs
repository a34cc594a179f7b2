using System.Numerics;

namespace NVirt.Cpu.Probe.Linux;

/// <summary>Linux's affinity masks: one bit per processor number, in as many 64-bit words as needed.</summary>
internal static class CpuMask
{
    /// <summary>The shortest mask that contains a processor.</summary>
    public static ulong[] Of(int cpu)
    {
        ulong[] mask = new ulong[(cpu / 64) + 1];
        mask[cpu / 64] = 1UL << cpu;
        return mask;
    }

    /// <summary>The processors of a mask, ascending.</summary>
    public static IEnumerable<int> Numbers(ulong[] mask)
    {
        for (int i = 0; i < mask.Length; i++)
        {
            for (ulong rest = mask[i]; rest != 0; rest &= rest - 1)
            {
                yield return (i * 64) + BitOperations.TrailingZeroCount(rest);
            }
        }
    }
}
