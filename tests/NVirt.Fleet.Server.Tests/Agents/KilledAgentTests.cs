using System.Diagnostics;
using NVirt.Fleet.Agent.Configuration;
using NVirt.Fleet.Agent.Running;
using NVirt.Fleet.Agent.Sending;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Agents;

/// <summary>
/// An agent is killed at any moment, while questions and answers are lost: what it was told to be taken is there, and no number stands for
/// two contents.
/// </summary>
public sealed class KilledAgentTests
{
    private const string Variable = "NVIRT_AGENT_TO_KILL";
    private const string Word = "taken ";
    private const int MostReports = 40;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("Run", "long")]
    public async Task Nothing_that_was_taken_is_lost_and_no_number_is_given_twice_when_the_agent_is_killed()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"NVIRT_SEED={RunSettings.Seed}");
        Random random = new(RunSettings.Seed);
        ReportRecorder recorder = new(RunSettings.Seed) { Losses = 8 };
        await using RunningService service = await RunningService.StartAsync(recorder: recorder);
        using TempFolder folder = new();
        string secret = folder.WriteScript("token", await service.TokenAsync(Roles.Host, "h"));
        string state = Path.Combine(folder.Root, "state");
        List<ReportNumber> told = [];
        for (int i = 0; i < RunSettings.Times(8, inLongRuns: 100); i++)
        {
            told.AddRange(await RunAndKillAsync($"{service.Address} {state} {secret}", random));
            AgentStateFolder.RequireWhole(state);
            Assert.Empty(recorder.Reused);

            // The last that it was told of is kept, or one that came later.
            StoredHost kept = (await service.Store.FindHostAsync("h", Cancellation))!;
            List<ReportNumber> received = [.. recorder.Received];
            Assert.InRange(
                received.LastIndexOf(new ReportNumber(kept.BootId, kept.Seq, kept.Digest)), received.LastIndexOf(told[^1]), received.Count);
        }

        Assert.Empty(told.Except(recorder.Taken));

        // Once nobody disturbs it, it is all in order.
        recorder.Losses = 0;
        using HostAgent agent = new(Settings(service.Address, state, secret), new ChangingHost(), _ => { });
        SendOutcome last = await agent.SendOnceAsync(Cancellation);
        Assert.Equal(last.Digest, (await service.Store.FindHostAsync("h", Cancellation))!.Digest);
        Assert.Equal((last.BootId, last.Seq), AgentStateFolder.Last(state));
        Assert.Empty(recorder.Reused);
        Assert.Equal(await service.Store.RecountAsync(Cancellation), await service.Store.ReadCountsAsync(Cancellation));
    }

    [Fact]
    public async Task Reports_until_it_is_killed()
    {
        string[] work = (Environment.GetEnvironmentVariable(Variable) ?? string.Empty).Split(' ');
        Needs.Option(work.Length == 3, "this is the process that another test kills");
        await using StreamWriter output = new(Console.OpenStandardOutput());
        output.AutoFlush = true;
        using HostAgent agent = new(Settings(new Uri(work[0]), work[1], work[2]), new ChangingHost(), _ => { });
        while (true)
        {
            try
            {
                SendOutcome outcome = await agent.SendOnceAsync(Cancellation);
                await output.WriteLineAsync($"{Word}{outcome.BootId} {outcome.Seq} {outcome.Digest}");
            }
            catch (ServiceException)
            {
                // It tries again.
            }
        }
    }

    // What it was told to be taken.
    private static async Task<IReadOnlyList<ReportNumber>> RunAndKillAsync(string work, Random random)
    {
        using Process agent = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(KilledAgentTests).Assembly.Location, "-method", $"*.{nameof(Reports_until_it_is_killed)}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { [Variable] = work },
        })!;
        List<string> lines = [];
        for (int left = random.Next(MostReports) + 1; left > 0 && await agent.StandardOutput.ReadLineAsync(Cancellation) is { } line;)
        {
            lines.Add(line);
            left -= line.StartsWith(Word, StringComparison.Ordinal) ? 1 : 0;
        }

        // Somewhere in the next report, or before it.
        await Task.Delay(random.Next(10), Cancellation);
        agent.Kill();
        lines.AddRange((await agent.StandardOutput.ReadToEndAsync(Cancellation)).Split('\n')[..^1]);
        await agent.WaitForExitAsync(Cancellation);
        return
        [
            .. lines.Where(l => l.StartsWith(Word, StringComparison.Ordinal)).Select(l => l.Split(' '))
                .Select(p => new ReportNumber(p[1], long.Parse(p[2], System.Globalization.CultureInfo.InvariantCulture), p[3])),
        ];
    }

    private static AgentSettings Settings(Uri service, string state, string token) => AgentSettings.Of(new AgentConfiguration
    {
        Server = service.ToString().TrimEnd('/'),
        TokenFile = token,
        State = state,
        Name = "h",
    });
}
