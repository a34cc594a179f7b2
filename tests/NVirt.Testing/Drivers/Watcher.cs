using NVirt.Domains;
using Xunit;

namespace NVirt.Testing.Drivers;

/// <summary>Watches from the moment at which it is made: a driver may begin to look only when it is first asked.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly IAsyncEnumerator<DomainEvent> _events;
    private Task<bool> _next;

    public Watcher(IDomainDriver driver, string? domain = null)
    {
        _events = driver.WatchAsync(domain, _end.Token).GetAsyncEnumerator(_end.Token);
        _next = _events.MoveNextAsync().AsTask();
    }

    /// <summary>All up to the first of a kind.</summary>
    public async Task<DomainEvent[]> TakeUntilAsync(DomainEventKind last)
    {
        List<DomainEvent> events = [];
        do
        {
            Assert.True(await _next.WaitAsync(TimeSpan.FromSeconds(10), _end.Token));
            events.Add(_events.Current);
            _next = _events.MoveNextAsync().AsTask();
        }
        while (events[^1].Kind != last);
        return [.. events];
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await _events.DisposeAsync();
        _end.Dispose();
    }
}
