using NVirt.Fleet.Agent.Collecting;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Agents;

/// <summary>A host that has another guest each time it is read.</summary>
internal sealed class ChangingHost : IHostSource
{
    public Task<CollectedHost> ReadAsync(CancellationToken cancellation)
    {
        HostReport report = Samples.With(
            Samples.Of("h", "pve1.xml"), Guid.NewGuid().ToString("n"), Samples.Guest(Random.Shared.Next(2) == 0 ? "Penryn" : "Nehalem"));
        return Task.FromResult(new CollectedHost { Facts = report.Facts, Documents = report.Documents, Guests = report.Guests });
    }

    public Task WatchAsync(Action changed, CancellationToken cancellation) => Task.CompletedTask;
}
