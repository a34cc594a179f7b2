using NVirt.Domains;
using Xunit;

namespace NVirt.Testing.Drivers;

/// <summary>Watches from the moment at which it is made.</summary>
internal sealed class Watcher(IDomainDriver driver, string? domain = null) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<DomainEvent> _events =
        driver.WatchAsync(domain, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);

    /// <summary>All up to the first of a kind.</summary>
    public async Task<DomainEvent[]> TakeUntilAsync(DomainEventKind last)
    {
        List<DomainEvent> events = [];
        do
        {
            Assert.True(await _events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
            events.Add(_events.Current);
        }
        while (events[^1].Kind != last);
        return [.. events];
    }

    public ValueTask DisposeAsync() => _events.DisposeAsync();
}
