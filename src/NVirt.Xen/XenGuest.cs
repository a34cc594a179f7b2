using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Xen;

/// <summary>What of a domain decides on its CPU under Xen.</summary>
/// <param name="Cpu">The domain's CPU, or <see langword="null"/>.</param>
/// <param name="Type">How Xen runs it.</param>
public sealed record XenGuest(CpuDefinition? Cpu, XenGuestType Type = XenGuestType.Hvm)
{
    /// <summary>The CPU if Xen heeds it: it takes no other mode than host-passthrough (hypervisors.md 6.1).</summary>
    internal CpuDefinition? HeededCpu => Cpu is { Mode: CpuMode.HostPassthrough } ? Cpu with { Model = null, Vendor = null } : null;

    /// <summary>What is said to the user of a CPU that is not heeded.</summary>
    internal ImmutableArray<string> Warnings => Cpu is null or { Mode: CpuMode.HostPassthrough } or { Mode: CpuMode.Custom, Model: null }
        ? []
        : [Text.Of(Messages.Xen_CpuIgnored, CpuWords.Of(Cpu.Mode ?? CpuMode.Custom))];
}
