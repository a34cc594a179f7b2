using NVirt.Daemon.Hypervisors;
using NVirt.Domains.Driver.Events;

namespace NVirt.Daemon.Tests.Hypervisors;

/// <summary>Events in libvirt's order.</summary>
public sealed class EventOrderTests
{
    private static readonly Guid Uuid = Guid.Parse("6e6f7661-6972-7400-0000-000000000001");

    [Fact]
    public void A_start_is_told_after_the_guest_runs() => Assert.Equal(
        ["Resumed 7", "Started 7"], Told(Event(DomainEventKind.Started), Event(DomainEventKind.Resumed)));

    [Fact]
    public void A_start_that_stays_paused_is_told_before_that() => Assert.Equal(
        ["Started 7", "Suspended 7"], Told(Event(DomainEventKind.Started), Event(DomainEventKind.Suspended)));

    [Fact]
    public void A_guest_that_ends_before_it_runs_was_started_all_the_same() => Assert.Equal(
        ["Started 7", "Shutdown 7", "Stopped"],
        Told(Event(DomainEventKind.Started), Event(DomainEventKind.Stopped, DomainEventDetail.Destroyed, id: null)));

    [Fact]
    public void A_guest_that_somebody_ended_was_shut_down_by_the_host() => Assert.Equal(
        ["Resumed 7", "Started 7", "Shutdown 7", "Stopped"],
        Told(
            Event(DomainEventKind.Started), Event(DomainEventKind.Resumed),
            Event(DomainEventKind.Stopped, DomainEventDetail.Destroyed, id: null)));

    [Fact]
    public void A_shutdown_is_told_once() => Assert.Equal(
        ["Shutdown 7", "Stopped"],
        Told(Event(DomainEventKind.Shutdown), Event(DomainEventKind.Stopped, DomainEventDetail.Destroyed, id: null)));

    [Fact]
    public void A_crash_is_no_shutdown() => Assert.Equal(
        ["Stopped"], Told(Event(DomainEventKind.Stopped, DomainEventDetail.Crashed, id: null)));

    private static string[] Told(params DomainEvent[] events)
    {
        EventOrder order = new([]);
        return [.. events.SelectMany(order.Add).Select(e => $"{e.Kind} {e.Id}".TrimEnd())];
    }

    private static DomainEvent Event(DomainEventKind kind, DomainEventDetail detail = DomainEventDetail.None, uint? id = 7) =>
        new(DateTimeOffset.UnixEpoch, "web", Uuid, kind, detail) { Id = id };
}
