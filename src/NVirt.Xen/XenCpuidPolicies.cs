using System.Collections.Immutable;

namespace NVirt.Xen;

/// <summary>What is passed to libxl about a guest's CPU.</summary>
/// <param name="Policies">The entries by leaf and sub-leaf.</param>
/// <param name="NestedHvm">Whether the guest may be a hypervisor itself; <see langword="null"/> for a paravirtualized guest.</param>
/// <param name="Warnings">Which parts of the CPU are ignored, in the user's language.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record XenCpuidPolicies(ImmutableArray<XenCpuidPolicy> Policies, bool? NestedHvm, ImmutableArray<string> Warnings);
