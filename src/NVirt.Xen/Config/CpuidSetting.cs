using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Xen.Config;

/// <summary>The value of <c>cpuid</c> as policies (hypervisor-rules.md 6.2).</summary>
/// <param name="Features">The features.</param>
/// <param name="Lost">What no policy can express.</param>
internal sealed record CpuidSetting(CpuFeatureList Features, ImmutableArray<string> Lost)
{
    /// <summary>The values, and what they mean for a domain: Xen's "on" does not check whether the host has the feature.</summary>
    public const string Values = "10xks";

    public static CpuidSetting Read(XlValue value, DocumentErrors errors, CpuMap map) =>
        value.IsList ? CpuidList.Read(value, errors, map) : CpuidLine.Read(value, errors);

    /// <summary>The policy of a value.</summary>
    public static CpuPolicy Policy(char value) => value switch
    {
        '1' => CpuPolicy.Force,
        '0' => CpuPolicy.Disable,
        _ => CpuPolicy.Optional,
    };
}
