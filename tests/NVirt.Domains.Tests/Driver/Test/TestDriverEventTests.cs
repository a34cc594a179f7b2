using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Events;
using NVirt.Domains.Memory;
using NVirt.Domains.Testing;

namespace NVirt.Domains.Tests.Driver.Test;

public sealed class TestDriverEventTests : EventContract
{
    protected override string Type => "test";

    protected override IDomainDriver Connect() => new TestDriver(new TestDriverOptions { Domains = [] });

    [Fact]
    public async Task A_watcher_who_is_too_slow_is_told_that_events_were_lost_and_others_go_on()
    {
        await using IAsyncEnumerator<DomainEvent> slow = Driver.WatchAsync(cancellation: Token).GetAsyncEnumerator(Token);
        for (int i = 0; i <= DomainEventHub.Capacity; i++)
        {
            await DefineAsync("a");
        }

        await using Watcher other = new(Driver);
        for (int i = 0; i < DomainEventHub.Capacity; i++)
        {
            Assert.True(await slow.MoveNextAsync());
        }

        await FailsAsync(DomainErrorKind.Failed, () => slow.MoveNextAsync().AsTask());
        await Driver.UndefineAsync("a", Token);
        Assert.Single(await other.TakeUntilAsync(DomainEventKind.Undefined));
    }

    [Fact]
    public async Task Streams_end_with_the_driver()
    {
        await using IAsyncEnumerator<DomainEvent> events = Driver.WatchAsync(cancellation: Token).GetAsyncEnumerator(Token);
        await Driver.DisposeAsync();
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public void A_domain_that_is_not_there_can_not_be_watched() =>
        Assert.Equal(DomainErrorKind.NotFound, Assert.Throws<DomainException>(() => Driver.WatchAsync("a", Token)).Kind);
}
