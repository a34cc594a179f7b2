using FsCheck;
using FsCheck.Fluent;
using NVirt.Fleet.Agent.Collecting;
using NVirt.Fleet.Agent.Sending;
using NVirt.Fleet.Agent.State;
using NVirt.Fleet.Reports;

namespace NVirt.Fleet.Agent.Tests.Sending;

public sealed class ReportSenderTests
{
    private const int Moods = 6;

    [Fact]
    public async Task What_was_taken_is_not_sent_again()
    {
        using TempFolder folder = new();
        ModelService service = new();
        await SendAsync(folder.Root, service, 1);
        int reports = service.Reports;
        SendOutcome again = await SendAsync(folder.Root, service, 1);
        Assert.Equal((false, reports), (again.IsReport, service.Reports));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("\0\0\0\0")]
    [InlineData("{\"kernel_boot\":\"b\",\"boot_id\":\"b\",\"seq\":-1}")]
    public async Task A_broken_state_is_not_the_end(string state)
    {
        using TempFolder folder = new();
        ModelService service = new();
        SendOutcome first = await SendAsync(folder.Root, service, 1);
        folder.Write("state.json", state);
        SendOutcome second = await SendAsync(folder.Root, service, 2);
        Assert.NotEqual(first.BootId, second.BootId);
        Assert.Equal(second.Digest, service.Known);
    }

    [Fact]
    public async Task An_old_copy_of_the_state_does_not_hide_what_is_new()
    {
        using TempFolder folder = new();
        ModelService service = new();
        await SendAsync(folder.Root, service, 1);
        byte[] old = await File.ReadAllBytesAsync(Path.Combine(folder.Root, "state.json"), TestContext.Current.CancellationToken);
        await SendAsync(folder.Root, service, 2);
        await SendAsync(folder.Root, service, 3);
        folder.Write("state.json", old);
        Assert.Equal((await SendAsync(folder.Root, service, 1)).Digest, service.Known);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task An_old_copy_of_the_state_gives_no_number_twice(int sent)
    {
        using TempFolder folder = new();
        ModelService service = new();
        await SendAsync(folder.Root, service, 1);
        byte[] old = await File.ReadAllBytesAsync(Path.Combine(folder.Root, "state.json"), TestContext.Current.CancellationToken);
        for (int content = 2; content <= sent; content++)
        {
            await SendAsync(folder.Root, service, content);
        }

        // The model refuses a number that stands for two contents.
        folder.Write("state.json", old);
        Assert.Equal((await SendAsync(folder.Root, service, 9)).Digest, service.Known);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_not_the_end()
    {
        using TempFolder folder = new();
        ModelService service = new();
        await SendAsync(folder.Root, service, 1);
        Directory.CreateDirectory(Path.Combine(folder.Root, "state.json.new"));
        SendOutcome outcome = await SendAsync(folder.Root, service, 2);
        Assert.Equal(outcome.Digest, service.Known);
    }

    [Fact]
    public async Task What_was_not_taken_is_kept_once()
    {
        using TempFolder folder = new();
        ModelService service = new() { Mood = ServiceMood.LosesRequest };
        for (int content = 0; content < 20; content++)
        {
            await Assert.ThrowsAsync<ServiceException>(() => SendAsync(folder.Root, service, content));
        }

        Assert.Equal(["lock", "state.json", "unsent.json"], Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order());
        service.Mood = ServiceMood.Well;
        await SendAsync(folder.Root, service, 19);
        Assert.Equal(["lock", "state.json"], Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_report_that_is_too_large_is_not_kept_nor_is_an_older_one()
    {
        using TempFolder folder = new();
        ModelService service = new() { Mood = ServiceMood.LosesRequest };
        using AgentFolder state = AgentFolder.Open(folder.Root);
        ReportSender sender = new(service, state, "boot", TimeProvider.System);
        await Assert.ThrowsAsync<ServiceException>(() => sender.SendAsync(Content(1), TestContext.Current.CancellationToken));
        Assert.NotNull(sender.Unsent);
        byte[] large = new byte[AgentFolder.MostUnsent];
        new Random(0).NextBytes(large);
        await Assert.ThrowsAsync<ServiceException>(() => sender.SendAsync(Content(large), TestContext.Current.CancellationToken));
        Assert.Equal(["lock", "state.json"], Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(-100_000)]
    [InlineData(100_000)]
    public async Task Reports_keep_their_order_when_the_clock_jumps(int days)
    {
        using TempFolder folder = new();
        ModelService service = new();
        JumpingClock clock = new();
        SendOutcome? before = null;
        for (int content = 0; content < 4; content++)
        {
            using AgentFolder state = AgentFolder.Open(folder.Root);
            ReportSender sender = new(service, state, "boot", clock);
            SendOutcome outcome = await sender.SendAsync(Content(content), TestContext.Current.CancellationToken);
            Assert.Equal(outcome.Digest, service.Known);
            Assert.Equal((before?.BootId ?? outcome.BootId, content + 1), (outcome.BootId, outcome.Seq));
            before = outcome;
            clock.Offset = content % 2 == 0 ? TimeSpan.FromDays(days) : TimeSpan.Zero;
        }
    }

    [Fact]
    public void Two_agents_cannot_use_one_folder()
    {
        using TempFolder folder = new();
        using AgentFolder first = AgentFolder.Open(folder.Root);
        Assert.Throws<AgentException>(() => AgentFolder.Open(folder.Root));
    }

    // The model checks that a number never stands for two contents.
    [Fact]
    public void The_last_state_arrives_once_the_service_is_well() => Prop.ForAll(
        Gen.Choose(0, (3 * Moods * 4) - 1).ListOf().ToArbitrary(),
        steps => RunAsync([.. steps]).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static async Task<bool> RunAsync(int[] steps)
    {
        using TempFolder folder = new();
        ModelService service = new();
        AgentFolder state = AgentFolder.Open(folder.Root);
        JumpingClock clock = new();
        ReportSender sender = new(service, state, "boot", clock);
        int content = 0;
        foreach (int step in steps)
        {
            content = step % 3;
            clock.Offset = TimeSpan.FromDays(((step % 7) - 3) * 10_000);
            service.Mood = (ServiceMood)(step / 3 % Moods);
            if (step / (3 * Moods) == 0)
            {
                // The agent is killed, and started again; perhaps after another boot.
                state.Dispose();
                state = AgentFolder.Open(folder.Root);
                sender = new ReportSender(service, state, step % 2 == 0 ? "boot" : "boot2", clock);
            }

            try
            {
                await sender.SendAsync(Content(content), CancellationToken.None);
            }
            catch (ServiceException)
            {
                // It is sent again.
            }
        }

        service.Mood = ServiceMood.Well;
        await sender.SendAsync(Content(content), CancellationToken.None);
        int reports = service.Reports;
        await sender.SendAsync(Content(content), CancellationToken.None);
        state.Dispose();
        return service.Known == ReportDigest.Of(Content(content)) && service.Reports == reports;
    }

    private static async Task<SendOutcome> SendAsync(string folder, IReportService service, int content)
    {
        using AgentFolder state = AgentFolder.Open(folder);
        return await new ReportSender(service, state, "boot", TimeProvider.System)
            .SendAsync(Content(content), TestContext.Current.CancellationToken);
    }

    private static HostReport Content(int number) => Content([(byte)number]);

    private static HostReport Content(byte[] document)
    {
        DocumentSet documents = new();
        documents.Add(DocumentSet.Host, document);
        return new CollectedHost { Documents = documents.All }.ToReport("host");
    }
}
