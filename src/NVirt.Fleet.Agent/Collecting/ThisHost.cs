using System.Text;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Fleet.Reports;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Emulators;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.Collecting;

/// <summary>This machine: its processor, what its QEMU gives, and the guests of some drivers. For use by one thread at a time.</summary>
/// <param name="drivers">Where its guests are; they stay the caller's.</param>
public sealed class ThisHost(IReadOnlyList<IDomainDriver> drivers) : IHostSource, IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly QemuCache _cache = new();
    private IReadOnlyList<IDomainDriver> _own = [];

    /// <summary>This machine with the guests that can be found on it.</summary>
    /// <param name="root">The folder of guests that are run without a daemon; <see langword="null"/> for all that are there.</param>
    /// <exception cref="AgentException">The folder cannot be used.</exception>
    public static ThisHost WithItsGuests(string? root)
    {
        IReadOnlyList<IDomainDriver> drivers = GuestDrivers.Open(root);
        return new ThisHost(drivers) { _own = drivers };
    }

    /// <inheritdoc/>
    public async Task<CollectedHost> ReadAsync(CancellationToken cancellation)
    {
        List<string> remarks = [];
        DocumentSet documents = new();
        string? problem = null;
        HostCapabilities? host = null;
        try
        {
            host = await ReadMachineAsync(remarks, cancellation);
            documents.Add(DocumentSet.Host, Encoding.UTF8.GetBytes(HostCapabilitiesXml.Format(host with
            {
                // What is this machine's alone decides nothing, and would make equal hosts differ.
                Uuid = null,
                Cells = [],
                CacheBanks = [],
                SecurityModels = [],
                HasIommu = null,
                Suspend = null,
            })));
        }
        catch (CpuException e)
        {
            problem = ReportWord.Reason(e.Message);
        }

        HypervisorDocument qemu = await HypervisorDocument.ReadAsync(_cache, remarks, cancellation);
        if (qemu.Content is { } content)
        {
            documents.Add(DocumentSet.Host, content);
            problem = null;
        }

        Dictionary<string, ReportedGuest> guests = new(StringComparer.Ordinal);
        foreach (IDomainDriver driver in drivers)
        {
            foreach (ReportedGuest guest in await GuestReader.ReadAsync(driver, documents, remarks, cancellation))
            {
                // On its way from one driver to another, it runs in one of them.
                if (!guests.TryGetValue(guest.Id, out ReportedGuest? other) || (guest.Running && !other.Running))
                {
                    guests[guest.Id] = guest;
                }
            }
        }

        return new CollectedHost
        {
            Facts = HostVersions.Read(host, qemu.Version),
            Documents = documents.All,
            Guests = [.. guests.Values.OrderBy(g => g.Id, StringComparer.Ordinal)],
            Problem = problem,
            Remarks = [.. remarks],
        };
    }

    /// <inheritdoc/>
    public Task WatchAsync(Action changed, CancellationToken cancellation) =>
        Task.WhenAll(drivers.Select(d => WatchAsync(d, changed, cancellation)));

    /// <summary>Closes the drivers that were found.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (IDomainDriver driver in _own)
        {
            await driver.DisposeAsync();
        }
    }

    private static async Task WatchAsync(IDomainDriver driver, Action changed, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await foreach (DomainEvent happened in driver.WatchAsync(cancellation: cancellation))
                {
                    changed();
                }
            }
            catch (Exception e) when (e is DomainException or IOException or OperationCanceledException)
            {
                // What is missed is found at the next reading.
            }

            await Task.Delay(Pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<HostCapabilities> ReadMachineAsync(List<string> remarks, CancellationToken cancellation)
    {
        HostCapabilities host = HostCapabilities.ReadThisMachine();
        QemuGuests guests = await QemuGuests.ReadAsync(
            [.. QemuEmulator.FindAll().Where(e => e.Guest == host.Cpu.Arch)], _cache, cancellation);
        remarks.AddRange(guests.Problems);
        return host with { Guests = guests.Guests };
    }
}
