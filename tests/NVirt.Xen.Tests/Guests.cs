using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu;
using NVirt.Cpu.Tests.X86;
using static NVirt.Cpu.Tests.X86.Cpus;

namespace NVirt.Xen.Tests;

/// <summary>Guests with the host's CPU and changes to it.</summary>
internal static class Guests
{
    /// <summary>Names of all features that CPUID reports, in map order.</summary>
    public static readonly string[] CpuidFeatures = [.. Features.Where(f => !f.IsMsr).Select(f => f.Name)];

    /// <summary>Names of all features in an MSR.</summary>
    public static readonly string[] MsrFeatures = [.. Features.Where(f => f.IsMsr).Select(f => f.Name)];

    /// <summary>Guests with random policies for some of the features.</summary>
    public static Arbitrary<XenGuest> Random(IEnumerable<string> features) => Arb.From(
        from names in Gen.SubListOf(features)
        from policies in Gen.Elements(Enum.GetValues<CpuPolicy>()).ListOf(names.Count)
        select Passthrough([.. names.Zip(policies, (name, policy) => new CpuFeature(name, policy))]));

    /// <summary>A guest in the words of <see cref="Cpu.Tests.X86.Cpus"/>.</summary>
    public static XenGuest Passthrough(string features, XenGuestType type = XenGuestType.Hvm) =>
        Passthrough(Guest(model: null, features).Features, type);

    public static XenGuest Passthrough(CpuFeatureList features, XenGuestType type = XenGuestType.Hvm) =>
        new(new CpuDefinition { Mode = CpuMode.HostPassthrough, Features = features }, type);

    private static IEnumerable<CpuFeatureInfo> Features => CpuMap.Default.Features(CpuArchitecture.X86_64);
}
