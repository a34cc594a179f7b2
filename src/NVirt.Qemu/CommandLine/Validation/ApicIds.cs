using System.Numerics;
using NVirt.Domains.Documents;

namespace NVirt.Qemu.CommandLine.Validation;

/// <summary>
/// The numbers that QEMU gives to the APICs of x86 CPUs: each topology level has its own bits, so there may be gaps.
/// </summary>
internal static class ApicIds
{
    /// <summary>The number of the last possible CPU.</summary>
    public static ulong Last(DomainDefinition domain)
    {
        if (domain.Cpu?.Topology is not { } topology)
        {
            return Math.Max(domain.Vcpus.Maximum, 1) - 1;
        }

        ulong last = topology.Sockets - 1;
        foreach (uint count in new[] { topology.Dies, topology.Cores, topology.Threads })
        {
            last = (last << BitsFor(count)) | (count - 1);
        }

        return last;
    }

    private static int BitsFor(uint count) => BitOperations.Log2(BitOperations.RoundUpToPowerOf2(count));
}
