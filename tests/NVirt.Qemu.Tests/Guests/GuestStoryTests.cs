using System.Text.Json;
using NVirt.Domains.Driver.Events;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>Why a guest stops and resumes, from its QEMU's earlier events.</summary>
public sealed class GuestStoryTests
{
    [Theory]
    [InlineData("STOP", "Suspended Paused")]
    [InlineData("STOP RESUME", "Suspended Paused, Resumed Unpaused")]
    [InlineData("BLOCK_IO_ERROR:action=stop STOP RESUME STOP", "Suspended IoError, Resumed Unpaused, Suspended Paused")]
    [InlineData("BLOCK_IO_ERROR:action=report STOP", "Suspended Paused")]
    [InlineData("WATCHDOG:action=pause STOP", "Suspended Watchdog")]
    [InlineData(
        "MIGRATION:status=active STOP MIGRATION:status=cancelled RESUME", "active, Suspended Migrated, cancelled, Resumed Migrated")]
    [InlineData("MIGRATION:status=active MIGRATION:status=cancelled STOP RESUME", "active, cancelled, Suspended Paused, Resumed Unpaused")]
    [InlineData("SUSPEND WAKEUP", "Slept None, Started WokenUp")]
    [InlineData("GUEST_PANICKED", "Crashed Panicked")]
    [InlineData("SHUTDOWN:reason=host-qmp-quit", "")]
    [InlineData("RTC_CHANGE", "")]
    public void What_came_before_tells_why(string said, string told) => Assert.Equal(told, Tell(new GuestStory(), said));

    [Fact]
    public void A_guest_that_arrived_goes_on_since_it_moved()
    {
        GuestStory story = new() { IsArriving = true };
        Assert.Equal("completed, Resumed Migrated, Suspended Paused, Resumed Unpaused",
            Tell(story, "MIGRATION:status=completed RESUME STOP RESUME"));
        Assert.Equal(DomainEventDetail.Crashed, story.End);
    }

    [Theory]
    [InlineData("RESUME", DomainEventDetail.Crashed)]
    [InlineData("SHUTDOWN:guest=true", DomainEventDetail.Shutdown)]
    [InlineData("SHUTDOWN:guest=false", DomainEventDetail.Destroyed)]
    [InlineData("MIGRATION:status=active STOP MIGRATION:status=completed SHUTDOWN:guest=false", DomainEventDetail.Migrated)]
    public void The_last_that_was_said_tells_how_it_ended(string said, DomainEventDetail end)
    {
        GuestStory story = new();
        _ = Tell(story, said);
        Assert.Equal(end, story.End);
    }

    private static string Tell(GuestStory story, string said) => string.Join(
        ", ", said.Split(' ').Select(Event).Select(story.Next).OfType<(DomainEventKind Kind, DomainEventDetail Detail, string? Text)>()
            .Select(t => t.Text ?? $"{t.Kind} {t.Detail}"));

    private static QmpEvent Event(string word)
    {
        string[] parts = word.Split(':', '=');
        string value = parts.Length < 3 ? string.Empty : parts[2] is "true" or "false" ? parts[2] : $"\"{parts[2]}\"";
        return new QmpEvent(
            parts[0], parts.Length < 3 ? null : JsonDocument.Parse($$"""{"{{parts[1]}}":{{value}}}""").RootElement, Time: null);
    }
}
