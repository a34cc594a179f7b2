using NVirt.Daemon.Migration;
using NVirt.Domains.Driver;
using NVirt.Rpc.Procedures;

namespace NVirt.Daemon.Hypervisors;

/// <summary>A driver that clients share, and what is kept of its answers. Safe for use by several threads.</summary>
/// <param name="uri">Its URI for clients.</param>
/// <param name="type">What libvirt calls this kind of hypervisor, for example <c>QEMU</c>.</param>
/// <param name="driver">The driver.</param>
internal sealed class Hypervisor(string uri, string type, IDomainDriver driver) : IAsyncDisposable
{
    /// <summary>Its URI for clients.</summary>
    public string Uri { get; } = uri;

    /// <summary>What libvirt calls this kind of hypervisor.</summary>
    public string Type { get; } = type;

    /// <summary>The driver.</summary>
    public IDomainDriver Driver { get; } = driver;

    /// <summary>What it said of the host and of CPUs.</summary>
    public HypervisorAnswers Answers { get; } = new(driver);

    /// <summary>What happens to its domains.</summary>
    public HypervisorEvents Events { get; } = new(driver);

    /// <summary>Its guests that come and go.</summary>
    public MigrationTable Migrations { get; } = new();

    /// <summary>A domain as clients name it.</summary>
    public static RemoteDomain Name(DomainSummary domain) =>
        new() { Name = domain.Name, Uuid = domain.Uuid, Id = domain.IsActive && domain.Id is { } id ? (int)id : -1 };

    public async ValueTask DisposeAsync()
    {
        await Events.DisposeAsync();
        await Driver.DisposeAsync();
    }
}
