using NVirt.Fleet.Agent.Collecting;
using NVirt.Fleet.Agent.Configuration;
using NVirt.Fleet.Agent.Running;
using NVirt.Fleet.Agent.Sending;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Tests.Support;
using NVirt.Testing.Services;

namespace NVirt.Fleet.Server.Tests.Agents;

/// <summary>A real agent reports to a real service.</summary>
public sealed class AgentTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_enrols_reports_in_two_steps_and_then_only_lives()
    {
        await using RunningService service = await RunningService.StartAsync();
        using TempFolder folder = new();
        using HostAgent agent =
            Agent(service, folder, await SecretAsync(service, folder, "h1"), "h1", Sample("pve1.xml"), Sample("mail.xml"));

        SendOutcome first = await agent.SendOnceAsync(Cancellation);
        Assert.True(first.IsReport);
        Assert.Equal(2, first.Bodies);
        StoredHost host = (await service.Store.FindHostAsync("h1", Cancellation))!;
        Assert.Equal((first.Seq, first.Digest), (host.Seq, host.Digest));
        Assert.NotNull(host.Class);
        Assert.Equal(1, (await service.Store.RecountAsync(Cancellation)).Sum(c => c.Guests));

        SendOutcome second = await agent.SendOnceAsync(Cancellation);
        Assert.False(second.IsReport);
        Assert.Equal(first.Seq, second.Seq);
    }

    [Fact]
    public async Task What_another_host_sent_already_does_not_go_along_again()
    {
        await using RunningService service = await RunningService.StartAsync();
        using TempFolder one = new();
        using TempFolder other = new();
        using HostAgent first = Agent(service, one, await SecretAsync(service, one, "h1"), "h1", Sample("pve1.xml"));
        using HostAgent second = Agent(service, other, await SecretAsync(service, other, "h2"), "h2", Sample("pve1.xml"));
        await first.SendOnceAsync(Cancellation);
        Assert.Equal(0, (await second.SendOnceAsync(Cancellation)).Bodies);
    }

    [Fact]
    public async Task What_changes_while_the_service_is_away_arrives_once_it_is_back()
    {
        using TempFolder folder = new();
        string db = Path.Combine(folder.Root, "fleet.db");
        string copy = folder.Write("host.xml", File.ReadAllBytes(Sample("pve1.xml")));
        int port = FreePort.Find();
        string secrets;
        await using (RunningService service = await RunningService.StartAsync(db: db))
        {
            secrets = await SecretAsync(service, folder, "h1");
        }

        AgentSettings settings = Settings(new Uri($"http://127.0.0.1:{port}"), folder, secrets, "h1");
        SendOutcome before;
        using (HostAgent agent = new(settings, new RecordedHost([copy]), _ => { }))
        {
            using (await FleetServiceProcess.StartAsync(db, port))
            {
                before = await agent.SendOnceAsync(Cancellation);
            }

            File.Copy(Sample("virt1.xml"), copy, overwrite: true);
            await Assert.ThrowsAsync<ServiceException>(() => agent.SendOnceAsync(Cancellation));
        }

        // The agent was started anew, too.
        using HostAgent later = new(settings, new RecordedHost([copy]), _ => { });
        using (await FleetServiceProcess.StartAsync(db, port))
        {
            SendOutcome after = await later.SendOnceAsync(Cancellation);
            Assert.True(after.Seq > before.Seq || after.BootId != before.BootId);
        }

        await using IFleetStore store = FleetStores.Open(db);
        await store.OpenAsync(Cancellation);
        IReadOnlyList<StoredEvent> events = await store.ReadEventsAsync(new EventFilter { Host = "h1", Kind = "drift" }, Cancellation);
        Assert.Single(events);
    }

    private static string Sample(string file) => Path.Combine(Places.Root, "samples", "fleet", file);

    // A file with an enrolment token, as an administrator puts it on a host.
    private static async Task<string> SecretAsync(RunningService service, TempFolder folder, string host) =>
        // Nobody else can read it then.
        folder.WriteScript($"{host}.token", await service.TokenAsync(Roles.Enrol));

    private static HostAgent Agent(RunningService service, TempFolder folder, string secrets, string name, params string[] files) =>
        new(Settings(service.Address, folder, secrets, name), new RecordedHost(files), _ => { });

    private static AgentSettings Settings(Uri address, TempFolder folder, string secrets, string name) =>
        AgentSettings.Of(new AgentConfiguration
        {
            Server = address.ToString().TrimEnd('/'),
            EnrolTokenFile = secrets,
            State = Path.Combine(folder.Root, "state"),
            Name = name,
        });
}
