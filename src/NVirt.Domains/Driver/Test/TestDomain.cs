namespace NVirt.Domains;

/// <summary>A domain: defined, running, or both. Its parts change under the lock of <see cref="TestDomains"/>.</summary>
#pragma warning disable CA1001 // A semaphore that is only waited for asynchronously has no handle that would have to be given back.
internal sealed class TestDomain(string name, Guid uuid)
#pragma warning restore CA1001
{
    // Whoever does something with the guest has the only one.
    private readonly SemaphoreSlim _turn = new(1, 1);

    private string _purpose = string.Empty;

    public string Name { get; } = name;

    public Guid Uuid { get; } = uuid;

    public DomainDocument? Definition { get; set; }

    public TestGuest? Guest { get; set; }

    /// <summary>What is being done with the guest, if that takes time.</summary>
    public TestWork? Work { get; set; }

    public DomainSummary Summary => new()
    {
        Name = Name,
        Uuid = Uuid,
        Id = Guest?.Id,
        State = Guest?.State ?? DomainState.ShutOff,
        Reason = Guest?.Reason,
        IsPersistent = Definition is not null,
    };

    /// <summary>The guest.</summary>
    /// <exception cref="DomainException">It does not run (invalid state).</exception>
    public TestGuest RequireGuest() => Guest ?? throw DomainException.NotRunning(Name);

    /// <summary>Waits until nobody else is at work on it. Disposing of the result lets the next one in.</summary>
    /// <exception cref="DomainException">Somebody was all the time (busy).</exception>
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
