using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Xen;

/// <summary>
/// The two features that mean "the guest may be a hypervisor": Xen has its own switch for them (hypervisor-rules.md 6.1 and 6.2).
/// </summary>
internal static class HardwareVirtualization
{
    public static readonly ImmutableArray<string> Names = ["vmx", "svm"];

    /// <summary>The ones that a host has; a host of another architecture has none.</summary>
    public static ImmutableArray<string> Of(CpuDefinition host, CpuMap map)
    {
        if (host.Arch != CpuArchitecture.None && !host.Arch.IsX86())
        {
            return [];
        }

        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64, map);
        return Names.RemoveAll(name => !driver.HasFeature(host, name));
    }

    /// <summary>Whether a guest is denied one of them.</summary>
    public static bool IsTurnedOff(CpuDefinition cpu) =>
        cpu.Features.Any(f => Names.Contains(f.Name) && f.Policy is CpuPolicy.Disable or CpuPolicy.Forbid);
}
