using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>
/// A migration between two QEMUs of this machine, with bare QMP commands: it shows the guest's behaviour, without our code.
/// </summary>
internal static class RawMigration
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Migrates a running guest to a QEMU that was started with <c>-incoming defer</c>, where it continues.</summary>
    /// <returns>QEMU's statistics about the guest's memory.</returns>
    public static async Task<JsonElement> MoveAsync(RunningQemu source, RunningQemu target)
    {
        using TempFolder folder = new();
        JsonObject address = new() { ["uri"] = $"unix:{Path.Combine(folder.Root, "migration")}" };
        await target.ExecuteAsync("migrate-incoming", address);
        await source.ExecuteAsync("migrate", address);
        JsonElement state = await source.ExecuteAsync("query-migrate");
        while (Status(state) is not "completed" and var status)
        {
            Assert.DoesNotContain(status, (string[])["failed", "cancelled"]);
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
            state = await source.ExecuteAsync("query-migrate");
        }

        return state.GetProperty("ram");
    }

    private static string Status(JsonElement state) => state.GetProperty("status").GetString()!;
}
