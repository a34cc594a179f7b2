using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using Xunit;

namespace NVirt.Domains.Testing;

/// <summary>Watches from the moment it is created: a driver may begin to look only at the first read.</summary>
public sealed class Watcher : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly IAsyncEnumerator<DomainEvent> _events;
    private Task<bool> _next;

    /// <summary>Begins to watch.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="domain">Only this domain; <see langword="null"/> for all.</param>
    public Watcher(IDomainDriver driver, string? domain = null)
    {
        _events = driver.WatchAsync(domain is null ? null : DomainReference.Parse(domain), _end.Token).GetAsyncEnumerator(_end.Token);
        _next = _events.MoveNextAsync().AsTask();
    }

    /// <summary>All events up to the first of a kind.</summary>
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

    /// <summary>Ends watching.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await _events.DisposeAsync();
        _end.Dispose();
    }
}
