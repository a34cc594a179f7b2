using NVirt.Domains.Driver.Migration;

namespace NVirt.Domains.Testing;

/// <summary>A destination with injected failures.</summary>
/// <param name="inner">The real one.</param>
public sealed class FailingDestination(IMigrationDestination inner) : IMigrationDestination, IMigrationHandover
{
    /// <summary>The real one.</summary>
    public IMigrationDestination Inner => inner;

    /// <summary>Runs before it is told to finish.</summary>
    public Action? AtFinish { get; init; }

    /// <summary>Is answered instead of asking it to finish.</summary>
    public Func<Task<MigrationAnswer>>? InsteadOfFinish { get; init; }

    /// <summary>Runs between its answer and the caller.</summary>
    public Action? AfterFinish { get; init; }

    /// <summary>Runs before it is told to abort.</summary>
    public Action? AtAbort { get; init; }

    /// <summary>Runs before it is watched.</summary>
    public Action? AtWatch { get; init; }

    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Said => inner is IMigrationHandover handover ? handover.Said : default;

    /// <inheritdoc/>
    public void Hear(ReadOnlyMemory<byte> said) => (inner as IMigrationHandover)?.Hear(said);

    /// <inheritdoc/>
    public Task<string> PrepareAsync(MigrationOffer offer, CancellationToken cancellation = default) =>
        inner.PrepareAsync(offer, cancellation);

    /// <inheritdoc/>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        AtWatch?.Invoke();
        await inner.WatchAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<MigrationAnswer> FinishAsync(bool isPaused, CancellationToken cancellation = default)
    {
        AtFinish?.Invoke();
        MigrationAnswer answer = await (InsteadOfFinish is { } answering ? answering() : inner.FinishAsync(isPaused, cancellation));
        AfterFinish?.Invoke();
        return answer;
    }

    /// <inheritdoc/>
    public Task AbortAsync()
    {
        AtAbort?.Invoke();
        return inner.AbortAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
