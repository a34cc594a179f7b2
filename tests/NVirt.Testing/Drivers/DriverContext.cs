using NVirt.Domains;
using Xunit;

namespace NVirt.Testing.Drivers;

/// <summary>A driver without domains, for tests that hold for any. A subclass says how to connect to one.</summary>
public abstract class DriverContext : IAsyncLifetime
{
    /// <summary>A CPU that every driver here can give.</summary>
    protected const string Nehalem = "<cpu mode='custom' match='exact'><model>Nehalem</model></cpu>";

    /// <summary>One that none can.</summary>
    protected const string TooMuch =
        "<cpu mode='custom' match='exact'><model>Nehalem</model><feature policy='require' name='avx512f'/></cpu>";

    private IDomainDriver? _driver;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected IDomainDriver Driver => _driver!;

    /// <summary>The type of its domains.</summary>
    protected abstract string Type { get; }

    public ValueTask InitializeAsync()
    {
        _driver = Connect();
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (DomainSummary domain in (_driver is null ? [] : await _driver.ListAsync(CancellationToken.None)).Where(d => d.IsActive))
        {
            await Driver.DestroyAsync(domain.Uuid.ToString(), CancellationToken.None);
        }

        await (_driver?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    protected abstract IDomainDriver Connect();

    protected DomainDocument Document(string name, Guid? uuid = null, string cpu = "", string title = "") => DomainDocument.Parse($"""
        <domain type='{Type}'>
          <name>{name}</name>
          {(uuid is null ? string.Empty : $"<uuid>{uuid}</uuid>")}
          <title>{title}</title>
          <memory unit='MiB'>32</memory>
          <vcpu>1</vcpu>
          <os>
            <type arch='x86_64'>hvm</type>
          </os>
          {cpu}
        </domain>
        """);

    protected Task<DomainSummary> DefineAsync(string name, Guid? uuid = null, string cpu = "", string title = "") =>
        Driver.DefineAsync(Document(name, uuid, cpu, title), Token);

    protected static async Task FailsAsync(DomainErrorKind kind, Func<Task> operation)
    {
        DomainException e = await Assert.ThrowsAsync<DomainException>(operation);
        Assert.Equal(kind, e.Kind);
        Assert.NotEmpty(e.Message);
    }
}
