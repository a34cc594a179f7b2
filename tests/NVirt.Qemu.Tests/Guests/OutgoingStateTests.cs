using System.Text.Json;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Tests.Qmp;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>
/// What is asked of a QEMU that sends a guest. It is simulated here: a real one takes microseconds from one state to the other.
/// </summary>
public sealed class OutgoingStateTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("completed", "postmigrate", false)]
    [InlineData("failed", "running", false)]
    [InlineData("failed", "paused", true)]
    public async Task A_guest_is_judged_only_when_its_state_says_how_the_migration_ended(string migration, string settled, bool mayGoOn)
    {
        Queue<string> states = new(["finish-migrate", "finish-migrate", settled]);
        await using ScriptedPeer peer = ScriptedPeer.Greeted(async p =>
        {
            while (true)
            {
                JsonElement command = await p.ReceiveAsync();
                await p.AnswerAsync(command, command.GetProperty("execute").GetString() switch
                {
                    "query-migrate" => $$"""{"status": "{{migration}}"}""",
                    "query-status" => $$"""{"status": "{{(states.Count > 1 ? states.Dequeue() : states.Peek())}}"}""",
                    _ => "{}",
                });
            }
        });
        await using GuestMonitor monitor = await GuestMonitor.ConnectAsync(peer.Path, cancellation: Cancellation);
        Assert.Equal(migration, await OutgoingState.CancelAsync(monitor, Cancellation));
        Assert.Equal(mayGoOn, OutgoingState.MayGoOn(ranBefore: true, await monitor.QueryStatusAsync(Cancellation)));
    }
}
