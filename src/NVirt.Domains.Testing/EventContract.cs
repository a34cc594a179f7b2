using NVirt.Domains.Driver.Events;
using Xunit;

namespace NVirt.Domains.Testing;

/// <summary>
/// What every driver reports to watchers. A driver may poll, so nothing here appears and disappears within one interval.
/// </summary>
public abstract class EventContract : DriverContext
{
    [Fact]
    public async Task What_happens_to_a_domain_is_told_in_order()
    {
        await using Watcher watcher = new(Driver);
        Guid uuid = (await DefineAsync("a")).Uuid;
        List<DomainEvent> events = [.. await watcher.TakeUntilAsync(DomainEventKind.Defined)];
        uint? id = (await Driver.StartAsync("a", isPaused: true, Token)).Domain.Id;
        events.AddRange(await watcher.TakeUntilAsync(DomainEventKind.Suspended));
        await Driver.ResumeAsync("a", cancellation: Token);
        await Driver.SuspendAsync("a", Token);
        events.AddRange(await watcher.TakeUntilAsync(DomainEventKind.Suspended));
        await Driver.DestroyAsync("a", Token);
        events.AddRange(await watcher.TakeUntilAsync(DomainEventKind.Stopped));
        await Driver.UndefineAsync("a", Token);
        events.AddRange(await watcher.TakeUntilAsync(DomainEventKind.Undefined));
        Assert.Equal(
            [
                (DomainEventKind.Defined, DomainEventDetail.Added), (DomainEventKind.Started, DomainEventDetail.Booted),
                (DomainEventKind.Suspended, DomainEventDetail.Paused), (DomainEventKind.Resumed, DomainEventDetail.Unpaused),
                (DomainEventKind.Suspended, DomainEventDetail.Paused), (DomainEventKind.Stopped, DomainEventDetail.Destroyed),
                (DomainEventKind.Undefined, DomainEventDetail.Removed),
            ],
            events.Select(e => (e.Kind, e.Detail)));
        Assert.All(events, e => Assert.Equal(("a", uuid), (e.Domain, e.Uuid)));
        Assert.Equal([null, id, id, id, id, null, null], events.Select(e => e.Id));
    }

    [Fact]
    public async Task A_guest_that_is_not_paused_begins_and_then_runs()
    {
        await DefineAsync("a");
        await using Watcher watcher = new(Driver);
        await Driver.StartAsync("a", cancellation: Token);
        Assert.Equal(
            [(DomainEventKind.Started, DomainEventDetail.Booted), (DomainEventKind.Resumed, DomainEventDetail.Unpaused)],
            (await watcher.TakeUntilAsync(DomainEventKind.Resumed)).Select(e => (e.Kind, e.Detail)));
    }

    [Fact]
    public async Task A_definition_that_is_replaced_is_updated()
    {
        await DefineAsync("a");
        await using Watcher watcher = new(Driver);
        await DefineAsync("a", title: "new");
        Assert.Equal(DomainEventDetail.Updated, (await watcher.TakeUntilAsync(DomainEventKind.Defined)).Single().Detail);
    }

    [Fact]
    public async Task One_domain_can_be_watched()
    {
        await DefineAsync("a");
        await DefineAsync("b");
        await using Watcher watcher = new(Driver, "b");
        await Driver.UndefineAsync("a", Token);
        await Driver.UndefineAsync("b", Token);
        Assert.Equal(["b"], (await watcher.TakeUntilAsync(DomainEventKind.Undefined)).Select(e => e.Domain));
    }

    [Fact]
    public async Task Every_watcher_gets_everything()
    {
        await using Watcher first = new(Driver);
        await using Watcher second = new(Driver);
        await DefineAsync("a");
        Assert.Equal("a", (await first.TakeUntilAsync(DomainEventKind.Defined)).Single().Domain);
        Assert.Equal("a", (await second.TakeUntilAsync(DomainEventKind.Defined)).Single().Domain);
        await Driver.UndefineAsync("a", Token);
        Assert.Equal("a", (await first.TakeUntilAsync(DomainEventKind.Undefined)).Single().Domain);
        Assert.Equal("a", (await second.TakeUntilAsync(DomainEventKind.Undefined)).Single().Domain);
    }

    [Fact]
    public async Task A_watcher_ends_when_it_is_canceled()
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using IAsyncEnumerator<DomainEvent> events = Driver.WatchAsync(cancellation: end.Token).GetAsyncEnumerator(Token);
        Task<bool> next = events.MoveNextAsync().AsTask();
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [Fact]
    public async Task What_happened_before_a_barrier_is_told_before_it()
    {
        if (Driver is not IDomainEventBarrier barrier)
        {
            return;
        }

        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using IAsyncEnumerator<DomainEvent> events = Driver.WatchAsync(cancellation: end.Token).GetAsyncEnumerator(Token);
        int told = 0;
        ValueTask<bool> first = events.MoveNextAsync();
        Task reading = CountAsync();
        for (int happened = 1; happened <= 40; happened++)
        {
            await (happened % 2 == 1 ? DefineAsync("a") : (Task)Driver.UndefineAsync("a", Token));
            await barrier.PassAsync(Token);
            Assert.Equal(happened, Volatile.Read(ref told));
        }

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await barrier.PassAsync(Token);

        async Task CountAsync()
        {
            for (bool isNext = await first; isNext; isNext = await events.MoveNextAsync())
            {
                Interlocked.Increment(ref told);
            }
        }
    }

    [Fact]
    public async Task A_refused_start_is_no_event()
    {
        await DefineAsync("a", cpu: TooMuch);
        await using Watcher watcher = new(Driver);
        await Assert.ThrowsAsync<NVirt.Cpu.CpuException>(() => Driver.StartAsync("a", cancellation: Token));
        await Driver.UndefineAsync("a", Token);
        Assert.Single(await watcher.TakeUntilAsync(DomainEventKind.Undefined));
    }
}
