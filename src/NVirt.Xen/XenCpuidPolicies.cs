using System.Collections.Immutable;

namespace NVirt.Xen;

/// <summary>What libxl is told of a guest's CPU.</summary>
/// <param name="Policies">The entries by leaf and sub-leaf.</param>
/// <param name="NestedHvm">Whether the guest may be a hypervisor itself; <see langword="null"/> for a paravirtualized guest.</param>
/// <param name="Warnings">What of the CPU is not heeded, in the user's language.</param>
public sealed record XenCpuidPolicies(ImmutableArray<XenCpuidPolicy> Policies, bool? NestedHvm, ImmutableArray<string> Warnings);
