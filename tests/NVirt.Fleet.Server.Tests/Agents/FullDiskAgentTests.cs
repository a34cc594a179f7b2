using NVirt.Fleet.Agent.Configuration;
using NVirt.Fleet.Agent.Running;
using NVirt.Fleet.Agent.Sending;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Support;

namespace NVirt.Fleet.Server.Tests.Agents;

/// <summary>The disk with an agent's state is full: it reports all the same, and gives no number twice.</summary>
public sealed class FullDiskAgentTests
{
    private const int Block = 4096;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_without_room_reports_and_is_in_order_again_once_there_is_some()
    {
        using SmallDisk disk = new(1);
        ReportRecorder recorder = new(0);
        await using RunningService service = await RunningService.StartAsync(recorder: recorder);
        using TempFolder folder = new();
        string secret = folder.WriteScript("token", await service.TokenAsync(Roles.Host, "h"));
        AgentSettings settings = AgentSettings.Of(new AgentConfiguration
        {
            Server = service.Address.ToString().TrimEnd('/'),
            TokenFile = secret,
            State = Path.Combine(disk.Root, "state"),
            Name = "h",
        });
        using (HostAgent agent = new(settings, new ChangingHost(), _ => { }))
        {
            await agent.SendOnceAsync(Cancellation);
        }

        string filler = Fill(disk.Root);
        (string Boot, long Seq) before = AgentStateFolder.Last(settings.State);
        for (int start = 0; start < 3; start++)
        {
            using HostAgent agent = new(settings, new ChangingHost(), _ => { });
            for (int i = 0; i < 3; i++)
            {
                await RequireTakenAsync(service, agent);
            }

            recorder.IsAway = true;
            await Assert.ThrowsAsync<ServiceException>(() => agent.SendOnceAsync(Cancellation));
            recorder.IsAway = false;
            AgentStateFolder.RequireWhole(settings.State);
            Assert.Equal(before, AgentStateFolder.Last(settings.State));
        }

        File.Delete(filler);
        using HostAgent last = new(settings, new ChangingHost(), _ => { });
        SendOutcome outcome = await RequireTakenAsync(service, last);
        Assert.Equal((outcome.BootId, outcome.Seq), AgentStateFolder.Last(settings.State));
        Assert.Empty(recorder.Reused);
    }

    private static async Task<SendOutcome> RequireTakenAsync(RunningService service, HostAgent agent)
    {
        SendOutcome outcome = await agent.SendOnceAsync(Cancellation);
        StoredHost kept = (await service.Store.FindHostAsync("h", Cancellation))!;
        Assert.Equal((outcome.BootId, outcome.Seq, outcome.Digest), (kept.BootId, kept.Seq, kept.Digest));
        return outcome;
    }

    // Until not even a block is left.
    private static string Fill(string root)
    {
        string file = Path.Combine(root, "filler");
        using FileStream stream = new(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                stream.Write(new byte[Block]);
            }
        }
        catch (IOException)
        {
            return file;
        }
    }
}
