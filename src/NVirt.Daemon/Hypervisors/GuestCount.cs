using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Domains.Driver;

namespace NVirt.Daemon.Hypervisors;

/// <summary>Counts QEMU's domains by what they do.</summary>
internal static class GuestCount
{
    // Nobody waits longer for a folder that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How many there are in each state, by its name.</summary>
    /// <returns><see langword="null"/> if they cannot be counted.</returns>
    public static async Task<IReadOnlyDictionary<string, int>?> ByStateAsync(
        HypervisorTable hypervisors, CancellationToken cancellation = default)
    {
        try
        {
            IReadOnlyList<DomainSummary> domains =
                await Task.Run(() => hypervisors.Qemu.Driver.ListAsync(cancellation), cancellation).WaitAsync(Patience, cancellation);
            return domains.CountBy(d => CpuJson.Word(d.State)).ToDictionary(StringComparer.Ordinal);
        }
        catch (Exception e) when (e is DomainException or CpuException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            return null;
        }
    }
}
