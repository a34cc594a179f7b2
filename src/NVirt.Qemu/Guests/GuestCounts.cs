using System.Collections.Immutable;
using System.Text.Json;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Statistics;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>Counts what a guest does: its processes by the kernel's files, its devices by what QEMU says of them.</summary>
/// <param name="definition">The guest.</param>
/// <param name="process">QEMU; <see langword="null"/> if the guest does not run.</param>
/// <param name="parts">What is asked for.</param>
internal sealed class GuestCounts(DomainDefinition definition, ProcessIdentity? process, DomainStatisticsParts parts)
{
    /// <summary>Reads the counts.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="monitor">QEMU; <see langword="null"/> if it is not to be asked.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<DomainStatistics> ReadAsync(DomainSummary domain, GuestMonitor? monitor, CancellationToken cancellation) => new()
    {
        Domain = domain,
        Processor = Has(DomainStatisticsParts.Processor) ? process?.Times : null,
        Memory = Has(DomainStatisticsParts.Memory) ? await MemoryAsync(monitor, cancellation) : null,
        Vcpus = Has(DomainStatisticsParts.Vcpus) ? await VcpusAsync(monitor, cancellation) : [],
        Disks = Has(DomainStatisticsParts.Disks) ? await DisksAsync(monitor, cancellation) : [],
        Interfaces = Has(DomainStatisticsParts.Interfaces) && process is not null ? [.. Interfaces()] : [],
    };

    private bool Has(DomainStatisticsParts part) => parts.HasFlag(part);

    private async Task<MemoryStatistics> MemoryAsync(GuestMonitor? monitor, CancellationToken cancellation)
    {
        ulong maximum = definition.Memory.TotalKiB ?? 0;
        ulong current = process is null ? definition.Memory.CurrentKiB ?? maximum : maximum;
        if (monitor is not null && definition.Devices.All.OfType<MemballoonDevice>().FirstOrDefault()?.Model is not "none"
            && await monitor.TryExecuteAsync("query-balloon", cancellation) is { } balloon
            && balloon.TryGetProperty("actual", out JsonElement actual) && actual.TryGetUInt64(out ulong bytes))
        {
            current = bytes / 1024;
        }

        return new MemoryStatistics { MaximumKiB = maximum, CurrentKiB = current, ResidentKiB = process?.ResidentKiB };
    }

    private async Task<ImmutableArray<VcpuStatistics>> VcpusAsync(GuestMonitor? monitor, CancellationToken cancellation)
    {
        Dictionary<uint, int> threads = [];
        if (monitor is not null && await monitor.TryExecuteAsync("query-cpus-fast", cancellation) is { } cpus)
        {
            foreach (JsonElement cpu in JsonText.Items(cpus))
            {
                if (JsonText.Member(cpu, "cpu-index") is { ValueKind: JsonValueKind.Number } index && index.TryGetUInt32(out uint id)
                    && JsonText.Member(cpu, "thread-id") is { ValueKind: JsonValueKind.Number } thread
                    && thread.TryGetInt32(out int number))
                {
                    threads[id] = number;
                }
            }
        }

        return
        [
            .. from id in Enumerable.Range(0, (int)definition.Vcpus.Maximum)
               let thread = threads.TryGetValue((uint)id, out int number) ? process?.ThreadOf(number) : null
               select new VcpuStatistics((uint)id)
               {
                   IsOnline = threads.Count > 0 ? threads.ContainsKey((uint)id) : id < definition.Vcpus.Current,
                   ProcessorTime = thread?.Time,
                   Processor = thread?.Processor,
               },
        ];
    }

    private async Task<ImmutableArray<DiskStatistics>> DisksAsync(GuestMonitor? monitor, CancellationToken cancellation)
    {
        JsonElement? blocks = monitor is null ? null : await monitor.TryExecuteAsync("query-block", cancellation);
        JsonElement? counts = monitor is null ? null : await monitor.TryExecuteAsync("query-blockstats", cancellation);
        return
        [
            .. definition.Devices.All.OfType<DiskDevice>().Where(d => d.Target is not null)
                .Select(d => GuestDisks.Describe(d, blocks, counts)),
        ];
    }

    private IEnumerable<InterfaceStatistics> Interfaces() =>
        from device in definition.Devices.All.OfType<InterfaceDevice>()
        where device is { Target: { } target } && ValueWords.IsInterface(target)
        let counts = GuestInterfaces.Read(device.Target!)
        where counts is not null
        select counts;
}
