using System.Collections.Frozen;
using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe;

/// <summary>
/// How the kernel's view of the processor differs from what the CPUID instruction says to this process. A hypervisor can let user mode
/// read the processor itself and show the kernel another. KVM starts from the kernel's view.
/// </summary>
/// <param name="Source"><see cref="ProbeSourceKind.CpuidDevice"/>, or <see cref="ProbeSourceKind.CpuInfo"/>, which tells of fewer features.</param>
/// <param name="OnlyKernel">Names of features that only the kernel sees, in map order.</param>
/// <param name="OnlyInstruction">Names of features that only the instruction gives, in map order.</param>
public sealed record X86KernelView(ProbeSourceKind Source, ImmutableArray<string> OnlyKernel, ImmutableArray<string> OnlyInstruction)
{
    /// <summary>Whether there is a difference.</summary>
    public bool Differs => OnlyKernel.Length + OnlyInstruction.Length > 0;

    /// <summary>The difference from the kernel's CPUID, in the leaves that both were asked for.</summary>
    internal static X86KernelView OfCpuid(X86Map map, X86Reading instruction, X86Reading kernel)
    {
        FeatureSet both = CoveredBy(map, instruction) & CoveredBy(map, kernel);
        FeatureSet here = X86Projection.FeaturesOf(map, instruction.Data) & both;
        FeatureSet there = X86Projection.FeaturesOf(map, kernel.Data) & both;
        return new X86KernelView(ProbeSourceKind.CpuidDevice, map.NamesOf(there - here), map.NamesOf(here - there));
    }

    /// <summary>
    /// The difference from the flags of <c>/proc/cpuinfo</c>. What the kernel may list or not list for reasons of its own is no difference.
    /// </summary>
    /// <returns>The difference; <see langword="null"/> without flags.</returns>
    internal static X86KernelView? OfFlags(X86Map map, X86Reading instruction, FrozenSet<string> flags)
    {
        if (flags.Count == 0)
        {
            return null;
        }

        FeatureSet covered = CoveredBy(map, instruction);
        FeatureSet here = X86Projection.FeaturesOf(map, instruction.Data);
        FeatureSet onlyKernel = default;
        FeatureSet onlyInstruction = default;
        foreach (KernelFlag flag in KernelFlag.All)
        {
            int feature = map.FindFeature(flag.Feature);
            if (feature < 0 || !covered.Contains(feature) || flags.Contains(flag.Name) == here.Contains(feature))
            {
                continue;
            }

            if (flags.Contains(flag.Name) && !flag.Rules.HasFlag(KernelFlagRules.Forced))
            {
                onlyKernel.Add(feature);
            }
            else if (!flags.Contains(flag.Name) && flag.Rules == KernelFlagRules.None)
            {
                onlyInstruction.Add(feature);
            }
        }

        return new X86KernelView(ProbeSourceKind.CpuInfo, map.NamesOf(onlyKernel), map.NamesOf(onlyInstruction));
    }

    // The features of CPUID whose leaf was read, or is known to be absent.
    private static FeatureSet CoveredBy(X86Map map, X86Reading reading)
    {
        FeatureSet covered = default;
        X86Presence presence = new(reading.Data, reading.Coverage);
        for (int i = 0; i < map.RegisterCount; i++)
        {
            X86Register register = map.Register(i);
            if (!register.IsMsr && presence.OfLeaf(register.Leaf, register.Subleaf) != X86PresenceState.Unknown)
            {
                map.AddFeatures(ref covered, i, uint.MaxValue);
            }
        }

        return covered;
    }
}
