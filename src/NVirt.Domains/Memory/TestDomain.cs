using NVirt.Domains.Documents;
using NVirt.Domains.Driver;

namespace NVirt.Domains.Memory;

/// <summary>A domain: defined, running, or both. Its parts change only under the lock of <see cref="TestDomains"/>.</summary>
#pragma warning disable CA1001 // A semaphore that is only awaited has no handle to release.
internal sealed class TestDomain(string name, Guid uuid)
#pragma warning restore CA1001
{
    // Held by whoever is working on the guest.
    private readonly SemaphoreSlim _turn = new(1, 1);

    private string _purpose = string.Empty;

    public string Name { get; } = name;

    public Guid Uuid { get; } = uuid;

    public DomainDocument? Definition { get; set; }

    public bool IsAutostart { get; set; }

    public TestGuest? Guest { get; set; }

    /// <summary>How its last guest ended.</summary>
    public DomainStateReason LastEnd { get; set; }

    /// <summary>The current operation on the guest, if it takes time.</summary>
    public TestWork? Work { get; set; }

    public DomainSummary Summary => new()
    {
        Name = Name,
        Uuid = Uuid,
        Id = Guest?.Id,
        State = Guest?.State ?? DomainState.ShutOff,
        Reason = Guest?.Reason ?? LastEnd,
        IsPersistent = Definition is not null,
        IsUpdated = Guest is not null && Definition is not null && Definition.Text != Guest.Document.Text,
        IsAutostart = IsAutostart,
    };

    /// <summary>The guest.</summary>
    /// <exception cref="DomainException">It does not run (invalid state).</exception>
    public TestGuest RequireGuest() => Guest ?? throw DomainException.NotRunning(Name);

    /// <summary>The guest, if it cannot be running elsewhere.</summary>
    /// <exception cref="DomainException">It does not run, or may run elsewhere (invalid state).</exception>
    public TestGuest RequireGuestHere() =>
        RequireGuest() is not { State: DomainState.Paused, Reason: DomainStateReason.Migrated } and var guest
        ? guest
        : throw DomainException.MayRunElsewhere(Name);

    /// <summary>Waits until nobody else is working on it. Disposing of the result lets the next one in.</summary>
    /// <exception cref="DomainException">Somebody was working on it during the whole wait (busy).</exception>
    public async Task<IDisposable> TakeAsync(string purpose, TimeSpan patience, CancellationToken cancellation)
    {
        if (!await _turn.WaitAsync(patience, cancellation))
        {
            throw DomainException.Busy(_purpose, patience);
        }

        _purpose = purpose;
        return new Turn(_turn);
    }

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
