using System.Collections.Concurrent;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Domains.Memory;

/// <summary>Carries guests' state from one test driver to another in this process.</summary>
internal sealed class TestLink : IDisposable
{
    private static readonly ConcurrentDictionary<string, TestLink> Open = new(StringComparer.Ordinal);

    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TestLink() => Open[Address] = this;

    public string Address { get; } = "test:" + Guid.NewGuid();

    /// <summary>Completes when the state has arrived.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>Sends a guest's state.</summary>
    /// <exception cref="DomainException">Nobody is waiting for it there.</exception>
    public static void Send(string address)
    {
        if (!Open.TryRemove(address, out TestLink? link))
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Driver_NoLink, address));
        }

        link._arrived.SetResult();
    }

    public void Dispose() => Open.TryRemove(Address, out _);
}
