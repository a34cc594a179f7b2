using NVirt.Testing;

namespace NVirt.Cli.Tests.Domains;

/// <summary>Golden tests of the domain commands with this machine's QEMU: text, JSON, refusals and exit codes.</summary>
public sealed class DomainCommandTests : IDisposable
{
    private const string Tiny = "docs/examples/tiny.xml";
    private const string Greedy = "docs/examples/greedy.xml";

    private readonly DomainFolder _domains = new();

    public void Dispose() => _domains.Dispose();

    [Fact]
    public void Definitions() => Golden.Check(
        _domains.Transcript(
            "domain list --all",
            $"domain define {Tiny}",
            $"domain define {Greedy} -o json",
            "domain list",
            "domain list --all",
            "domain list --inactive --name",
            "domain list --all --uuid --name",
            "domain list --all -o json",
            "domain dominfo tiny",
            "domain dominfo 6a7c8a0e-52a7-4d9c-9c3e-1f0a4f3a2b12 -o json",
            "domain dumpxml tiny",
            "domain dumpxml tiny -o json",
            "domain dumpxml tiny -o table",
            "domain suspend tiny",
            "domain console tiny",
            "domain dominfo nothing",
            "domain define README.md",
            "domain define docs/examples/nothing.xml",
            "domain undefine tiny",
            "domain undefine greedy -o json",
            "domain undefine greedy"),
        "definitions");

    [Fact]
    public void Refused_definitions() => Golden.Check(
        _domains.Transcript(
            "domain define docs/examples/impossible.xml",
            "domain define docs/examples/impossible.xml -o json",
            "domain list --all"),
        "refused-definitions");

    [Fact]
    public void A_life() => Golden.Check(
        _domains.Transcript(
            $"domain define {Tiny}",
            "domain start tiny --paused",
            "domain list",
            "domain start tiny",
            "domain resume 1",
            "domain resume tiny",
            "domain dominfo tiny",
            "domain dumpxml tiny",
            "domain dumpxml tiny --inactive",
            "domain suspend tiny -o json",
            "domain reset tiny",
            "domain undefine tiny",
            "domain destroy tiny -o json",
            "domain list --all"),
        "life");

    [Fact]
    public void A_start_without_the_promised_cpu_is_refused() => Golden.Check(
        _domains.Transcript($"domain define {Greedy}", "domain start greedy", "domain start greedy -o json", "domain list --all"),
        "refused-start");

    [Fact]
    public void The_environment_names_the_folder_unless_the_option_does()
    {
        using DomainFolder other = new();
        _domains.Do("define", Tiny);
        Assert.Equal("tiny\n", Tool.RunWith($"NVIRT_ROOT={_domains.Root}", "domain", "list", "--all", "--name").Output);
        Assert.Equal(
            string.Empty, Tool.RunWith($"NVIRT_ROOT={_domains.Root}", "domain", "list", "--all", "--name", "--root", other.Root).Output);
    }

    [Theory]
    [InlineData("nvirt domain start ti")]
    [InlineData("nvirt domain event ti")]
    public void Completion_knows_the_names_of_domains(string line)
    {
        _domains.Do("define", Tiny);
        string all = line.Replace("domain ", $"domain --root {_domains.Root} ", StringComparison.Ordinal);
        Assert.Contains("tiny", Tool.Run($"[suggest:{all.Length}]", all).Output.Split('\n'));
    }

    [Fact]
    public async Task Events_are_told_a_line_each()
    {
        _domains.Do("define", Tiny);
        Task<(int Code, string Output, string Error)> one =
            Task.Run(() => _domains.Run("event", "tiny", "--timeout", "30"), TestContext.Current.CancellationToken);
        Task<(int Code, string Output, string Error)> other = Task.Run(
            () => _domains.Run("event", "--event", "lifecycle", "--timeout", "30", "-o", "json"), TestContext.Current.CancellationToken);

        // It is not known when they have started to watch.
        while (!one.IsCompleted || !other.IsCompleted)
        {
            _domains.Do("define", Tiny);
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        Assert.Equal((ExitCode.Done, "event 'lifecycle' for domain 'tiny': Defined Updated\n", "nvirt: events received: 1\n"), await one);
        Assert.EndsWith(
            "\"domain\":\"tiny\",\"uuid\":\"6a7c8a0e-52a7-4d9c-9c3e-1f0a4f3a2b11\",\"type\":\"lifecycle\",\"event\":\"defined\","
                + "\"detail\":\"updated\"}\n", (await other).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void No_event_in_time_is_told_by_the_exit_code()
    {
        Assert.Equal((ExitCode.NotJudged, string.Empty, "nvirt: event loop timed out\nnvirt: events received: 0\n"),
            _domains.Run("event", "--timeout", "1"));
    }
}
