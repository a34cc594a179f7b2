using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using Xunit;

namespace NVirt.Domains.Testing;

/// <summary>
/// A driver without domains, for tests that hold for any driver. A subclass connects to one; xunit creates a new instance for each test.
/// </summary>
public abstract class DriverContext : IAsyncLifetime
{
    /// <summary>A CPU that every driver here can provide.</summary>
    protected const string Nehalem = "<cpu mode='custom' match='exact'><model>Nehalem</model></cpu>";

    /// <summary>A CPU that none can provide.</summary>
    protected const string TooMuch =
        "<cpu mode='custom' match='exact'><model>Nehalem</model><feature policy='require' name='avx512f'/></cpu>";

    private IDomainDriver? _driver;

    /// <summary>Cancelled when the test ends.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The driver of this test.</summary>
    protected IDomainDriver Driver => _driver!;

    /// <summary>The type of its domains, as in <c>&lt;domain type='...'></c>.</summary>
    protected abstract string Type { get; }

    /// <summary>Connects.</summary>
    public ValueTask InitializeAsync()
    {
        _driver = Connect();
        return ValueTask.CompletedTask;
    }

    /// <summary>Ends what is still running, and the driver.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        foreach (DomainSummary domain in (_driver is null ? [] : await _driver.ListAsync(CancellationToken.None)).Where(d => d.IsActive))
        {
            await Driver.DestroyAsync(domain.Uuid, cancellation: CancellationToken.None);
        }

        await (_driver?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    /// <summary>Connects to a host that has no domains. Skip the test here if there is no such host.</summary>
    protected abstract IDomainDriver Connect();

    /// <summary>The document of a small domain. A driver whose domains need more overrides it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="uuid">Its UUID; <see langword="null"/> for a document without one.</param>
    /// <param name="cpu">The element <c>cpu</c>, or nothing.</param>
    /// <param name="title">Its title.</param>
    /// <param name="devices">The element <c>devices</c>, or nothing.</param>
    protected virtual DomainDocument Document(
        string name, Guid? uuid = null, string cpu = "", string title = "", string devices = "") => DomainDocument.Parse($"""
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
          {devices}
        </domain>
        """);

    /// <summary>Defines a small domain.</summary>
    /// <inheritdoc cref="Document"/>
    protected Task<DomainSummary> DefineAsync(string name, Guid? uuid = null, string cpu = "", string title = "") =>
        Driver.DefineAsync(Document(name, uuid, cpu, title), Token);

    /// <summary>Checks that an operation fails for this reason, with a message.</summary>
    protected static async Task FailsAsync(DomainErrorKind kind, Func<Task> operation)
    {
        DomainException e = await Assert.ThrowsAsync<DomainException>(operation);
        Assert.Equal(kind, e.Kind);
        Assert.NotEmpty(e.Message);
    }
}
