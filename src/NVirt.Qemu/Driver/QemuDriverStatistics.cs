using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Statistics;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Driver;

/// <summary>What guests do, in numbers.</summary>
public sealed partial class QemuDriver : IDomainStatistics
{
    private const DomainStatisticsParts AskedOfQemu = DomainStatisticsParts.Memory | DomainStatisticsParts.Vcpus
        | DomainStatisticsParts.Disks;

    /// <inheritdoc/>
    public async Task<DomainStatistics> GetStatisticsAsync(
        DomainReference domain, DomainStatisticsParts parts = DomainStatisticsParts.All, CancellationToken cancellation = default)
    {
        FoundDomain found = _finder.Find(domain);
        DomainSummary summary = await SummarizeAsync(found, cancellation);
        FoundRun? run = found.Run is { Life: RunLife.Running } living ? living : null;
        DomainDocument document = run?.Record?.Shown ?? found.Definition ?? throw NoDocument(found);
        GuestCounts counts = new(document.Definition, run?.Process, parts);
        if (run is null || summary.State == DomainState.Unknown || (parts & AskedOfQemu) == DomainStatisticsParts.None)
        {
            return await counts.ReadAsync(summary, monitor: null, cancellation);
        }

        try
        {
            await using GuestMonitor monitor =
                await GuestMonitor.ConnectAsync(_runs.FilesOf(run.Uuid).Questions, QuestionPatience, cancellation);
            return await counts.ReadAsync(summary, monitor, cancellation);
        }
        catch (QmpException)
        {
            return await counts.ReadAsync(summary, monitor: null, cancellation);
        }
    }
}
