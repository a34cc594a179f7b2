using System.Collections.Frozen;
using System.Collections.Immutable;
using NVirt.Cpu.Map;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.X86;

/// <summary>
/// How the kernel's view of the processor differs from what the CPUID instruction reports to this process. A hypervisor can let user mode
/// read the processor itself and show the kernel another, and the kernel leaves out what it was told to, or what an erratum breaks. KVM
/// starts from the kernel's view.
/// </summary>
/// <param name="Sources">
/// The sources of the kernel's view: <see cref="ProbeSourceKind.CpuidDevice"/>, <see cref="ProbeSourceKind.CpuInfo"/>, or both. The
/// latter alone shows fewer features.
/// </param>
/// <param name="OnlyKernel">Names of features that only the kernel sees, in map order.</param>
/// <param name="OnlyInstruction">Names of features that the instruction reports and the kernel does not see, in map order.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record X86KernelView(
    ImmutableArray<ProbeSourceKind> Sources, ImmutableArray<string> OnlyKernel, ImmutableArray<string> OnlyInstruction)
{
    /// <summary>Whether there is a difference.</summary>
    public bool Differs => OnlyKernel.Length + OnlyInstruction.Length > 0;

    /// <summary>Compares the leaves that were read from both. A feature that the kernel could list but does not is not seen.</summary>
    /// <param name="map">The map.</param>
    /// <param name="instruction">CPUID as this process sees it.</param>
    /// <param name="kernel">CPUID as the kernel sees it; <see langword="null"/> if it could not be read.</param>
    /// <param name="flags">The flags of <c>/proc/cpuinfo</c>; none if they could not be read.</param>
    /// <returns>The difference; <see langword="null"/> if nothing of the kernel's view could be read.</returns>
    internal static X86KernelView? Of(X86Map map, X86Reading instruction, X86Reading? kernel, FrozenSet<string> flags)
    {
        if (kernel is null && flags.Count == 0)
        {
            return null;
        }

        FeatureSet listed = default;
        FeatureSet notListed = default;
        if (flags.Count > 0)
        {
            Sort(map, flags, ref listed, ref notListed);
        }

        FeatureSet here = X86Projection.FeaturesOf(map, instruction.Data);
        FeatureSet there = (kernel is null ? listed : X86Projection.FeaturesOf(map, kernel.Data)) - notListed;
        FeatureSet known = CoveredBy(map, instruction) & ((kernel is null ? listed : CoveredBy(map, kernel)) | notListed);
        return new X86KernelView(
            [.. kernel is null ? [] : new[] { ProbeSourceKind.CpuidDevice }, .. flags.Count == 0 ? [] : new[] { ProbeSourceKind.CpuInfo }],
            map.NamesOf((there - here) & known),
            map.NamesOf((here - there) & known));
    }

    // Features that the flags cannot show are in neither set.
    private static void Sort(X86Map map, FrozenSet<string> flags, ref FeatureSet listed, ref FeatureSet notListed)
    {
        foreach (KernelFlag flag in KernelFlag.All)
        {
            int feature = map.FindFeature(flag.Feature);
            bool isListed = flags.Contains(flag.Name);
            if (feature >= 0 && isListed && !flag.Rules.HasFlag(KernelFlagRules.Forced))
            {
                listed.Add(feature);
            }
            else if (feature >= 0 && !isListed && !flag.Rules.HasFlag(KernelFlagRules.Added) && !flag.Rules.HasFlag(KernelFlagRules.New))
            {
                notListed.Add(feature);
            }
        }
    }

    // The CPUID features whose leaf was read, or is known to be absent.
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
