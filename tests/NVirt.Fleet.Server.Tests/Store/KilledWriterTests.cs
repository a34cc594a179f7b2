using System.Diagnostics;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Tests.Store;

/// <summary>A process that writes to a file is killed: what it was told to be kept is there.</summary>
public sealed class KilledWriterTests
{
    private const string Variable = "NVIRT_STORE_TO_WRITE";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("Run", "long")]
    public async Task What_was_answered_is_there_after_the_process_was_killed()
    {
        using TempFolder folder = new();
        string db = Path.Combine(folder.Root, "fleet.db");
        await using IFleetStore store = FleetStores.Open(db);
        await store.OpenAsync(Cancellation);
        HashSet<string> kept = [];
        for (int round = 0; round < RunSettings.Times(5); round++)
        {
            using Process writer = Process.Start(new ProcessStartInfo(
                "dotnet", [typeof(KilledWriterTests).Assembly.Location, "-method", $"*.{nameof(Writes_until_it_is_killed)}"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                Environment = { [Variable] = $"{round} {db}" },
            })!;
            int lines = Random.Shared.Next(1, 400);
            while (await writer.StandardOutput.ReadLineAsync(Cancellation) is { } line && lines > 0)
            {
                if (line.StartsWith("kept ", StringComparison.Ordinal))
                {
                    kept.Add(line[5..]);
                    lines--;
                }
            }

            writer.Kill();
            kept.UnionWith((await writer.StandardOutput.ReadToEndAsync(Cancellation)).Split('\n')[..^1]
                .Where(l => l.StartsWith("kept ", StringComparison.Ordinal)).Select(l => l[5..]));
            await writer.WaitForExitAsync(Cancellation);
            HashSet<string> hosts = [.. (await store.ReadChangesAsync(0, Cancellation)).Hosts.Select(h => h.Name)];
            Assert.Empty(kept.Except(hosts));
            Assert.Equal(await store.RecountAsync(Cancellation), await store.ReadCountsAsync(Cancellation));
        }

        Assert.NotEmpty(kept);
    }

    [Fact]
    public async Task Writes_until_it_is_killed()
    {
        string[] work = (Environment.GetEnvironmentVariable(Variable) ?? string.Empty).Split(' ', 2);
        Needs.Option(work.Length == 2, "this is the process that another test kills");
        await using IFleetStore store = FleetStores.Open(work[1]);
        await store.OpenAsync(Cancellation);
        await using StreamWriter output = new(Console.OpenStandardOutput());
        output.AutoFlush = true;
        TextWriter shared = TextWriter.Synchronized(output);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(() => WriteAsync(store, shared, $"{work[0]}-{w}"))));
    }

    private static async Task WriteAsync(IFleetStore store, TextWriter output, string prefix)
    {
        for (int i = 0; ; i++)
        {
            string name = $"{prefix}-{i}";
            StoredHost host = new()
            {
                Name = name,
                BootId = "b",
                Seq = 1,
                Digest = "d",
                ReportedAt = DateTimeOffset.UnixEpoch,
                SeenAt = DateTimeOffset.UnixEpoch,
            };
            StoredGuest guest = new() { Host = name, Id = "1", Name = "g", LiveClass = 1, IsRunning = true };
            Assert.Equal(StoredResult.Done, await store.ApplyAsync(new(host, [guest], [], []), Cancellation));
            await output.WriteLineAsync($"kept {name}");
        }
    }
}
