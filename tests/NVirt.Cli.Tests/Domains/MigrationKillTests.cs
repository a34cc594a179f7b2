using System.Diagnostics;
using System.Globalization;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Qemu.Driver;
using NVirt.Testing;

namespace NVirt.Cli.Tests.Domains;

/// <summary>
/// The programs at one end of a migration, or at both, are killed: before "prepare", while state is sent, and after "finish". The guest
/// never runs on both hosts and is never lost, and what people are told to do brings it back. NVIRT_TIMES and NVIRT_SEED say how often and
/// where the random numbers begin; every third kill is of one kind, so that none is left out, however fast the machine is.
/// </summary>
[Trait("Run", "long")]
public sealed class MigrationKillTests : IAsyncDisposable
{
    private static readonly string[] Kinds = ["early", "during", "late"];

    private readonly DomainFolder _here = new();
    private readonly DomainFolder _there = new();
    private readonly QemuDriver[] _hosts;
    private readonly Random _random = new(RunSettings.Seed);
    private readonly Dictionary<string, int> _counts = Kinds.Append("ended before").ToDictionary(k => k, _ => 0, StringComparer.Ordinal);

    public MigrationKillTests() => _hosts = [Host(_here), Host(_there)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int Kills => RunSettings.Times(9);

    private string Asks => Path.Combine(_there.Root, "asks");

    public async ValueTask DisposeAsync()
    {
        foreach (QemuDriver host in _hosts)
        {
            await host.DisposeAsync();
        }

        _here.Dispose();
        _there.Dispose();
    }

    [Fact]
    public async Task Never_two_and_never_none_whoever_is_killed_when()
    {
        _here.Do("define", "docs/examples/tiny.xml");
        TimeSpan[] durations = await RunOnceAsync();
        int tries = 0;
        while (Kinds.Sum(k => _counts[k]) < Kills || Kinds.Any(k => _counts[k] == 0))
        {
            Assert.True(tries < 4 * Kills, $"most migrations ended before they could be killed: {Counted()}");
            await KillAsync(tries++, durations);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(Counted());
    }

    private static QemuDriver Host(DomainFolder folder) => new(new QemuDriverOptions { Root = folder.Root });

    private string Counted() => string.Join(", ", _counts.Select(c => $"{c.Key}: {c.Value}"));

    // How long it takes to "prepare", from there to "finish", and from there to the end.
    private async Task<TimeSpan[]> RunOnceAsync()
    {
        _here.Do("start", "tiny");
        long began = Stopwatch.GetTimestamp();
        using RunningTool tool = Migrate();
        List<TimeSpan> times = [];
        foreach (string word in (string[])["prepare", "finish"])
        {
            await WaitForAsync(word, tool.WaitAsync());
            times.Add(Stopwatch.GetElapsedTime(began));
        }

        Assert.Equal(ExitCode.Done, await tool.WaitAsync());
        times.Add(Stopwatch.GetElapsedTime(began));
        await CleanAsync();
        return [times[0], times[1] - times[0], times[2] - times[1]];
    }

    private async Task KillAsync(int number, TimeSpan[] durations)
    {
        int kind = number % Kinds.Length;
        string victim = new[] { "source", "destination", "both" }[_random.Next(3)];
        _here.Do("start", "tiny");
        using RunningTool tool = Migrate();
        Task<int> end = tool.WaitAsync();
        if (kind > 0)
        {
            await WaitForAsync(kind == 1 ? "prepare" : "finish", end);
        }

        await Task.WhenAny(end, Task.Delay(durations[kind] * _random.NextDouble(), Cancellation));
        string said = Said();
        string stage = said.Contains("\"finish\"", StringComparison.Ordinal) ? "late"
            : said.Contains("\"prepare\"", StringComparison.Ordinal) ? "during" : "early";
        string told = $"try {number} of seed {RunSettings.Seed}: {victim} killed, {stage}";
        bool isReceiving = ReceiverId() is not null;
        if (end.IsCompleted || (victim != "source" && !isReceiving))
        {
            stage = "ended before";
        }

        if (victim != "destination")
        {
            Kill(tool.Id);
        }

        if (victim != "source" && ReceiverId() is { } receiver)
        {
            Kill(receiver);
        }

        _counts[stage]++;
        await SettleAsync(told, end);
        await CheckAsync(told);
        await CleanAsync();
    }

    // Until both programs are gone, the guest runs on one host at most.
    private async Task SettleAsync(string told, Task end)
    {
        do
        {
            Assert.True((await StatesAsync()).Count(d => d?.State == DomainState.Running) <= 1, $"{told}: it runs twice");
            await Task.Delay(10, Cancellation);
        }
        while (!end.IsCompleted || ReceiverId() is not null);
    }

    // What docs/reference/migration-protocol.md tells people to do when nobody knows.
    private async Task CheckAsync(string told)
    {
        DomainSummary?[] states = await StatesAsync();
        Assert.True(states.Count(d => d?.State == DomainState.Running) <= 1, $"{told}: it runs twice");
        bool isThere = states[1] is { IsActive: true, Reason: not DomainStateReason.MigratingIn };
        if (isThere)
        {
            if (states[0] is { IsActive: true })
            {
                await _hosts[0].DestroyAsync("tiny", Cancellation);
            }
        }
        else
        {
            Assert.True(states[0] is { IsActive: true }, $"{told}: the guest is lost");
            if (states[0] is { State: not DomainState.Running } or { Reason: DomainStateReason.MigratingOut })
            {
                await ResumeAsync();
            }
        }

        DomainState?[] expected = isThere ? [DomainState.ShutOff, DomainState.Running] : [DomainState.Running, null];
        DomainSummary?[] after = await StatesAsync();
        Assert.True(after[isThere ? 1 : 0]?.State == DomainState.Running, $"{told}: it does not run, {Describe(after)}");
        Assert.True(after.Count(d => d?.State == DomainState.Running) == expected.Count(s => s == DomainState.Running),
            $"{told}: it runs twice, {Describe(after)}");
    }

    // QEMU goes on sending by itself, so one that still runs can be paused in the next moment. Whoever changes such a guest first brings
    // it back, and then it may run already.
    private async Task ResumeAsync()
    {
        try
        {
            await _hosts[0].ResumeAsync(DomainReference.OfName("tiny"), new DomainResumeOptions { IsForced = true }, Cancellation);
        }
        catch (DomainException e) when (e.Kind == DomainErrorKind.InvalidState)
        {
            // What it does now is asked next.
        }
    }

    private async Task CleanAsync()
    {
        DomainSummary?[] states = await StatesAsync();
        for (int host = 0; host < _hosts.Length; host++)
        {
            if (states[host] is { IsActive: true })
            {
                await _hosts[host].DestroyAsync("tiny", Cancellation);
            }
        }

        foreach (string file in (string[])["asks", "pid"])
        {
            File.Delete(Path.Combine(_there.Root, file));
        }
    }

    private async Task<DomainSummary?[]> StatesAsync() =>
        [.. (await Task.WhenAll(_hosts.Select(h => h.ListAsync(Cancellation)))).Select(l => l.SingleOrDefault())];

    private static string Describe(DomainSummary?[] states) => string.Join(" and ", states.Select(d => $"{d?.State} ({d?.Reason})"));

    private async Task WaitForAsync(string word, Task end)
    {
        while (!end.IsCompleted && !Said().Contains($"\"{word}\"", StringComparison.Ordinal))
        {
            await Task.Delay(1, Cancellation);
        }
    }

    private string Said() => File.Exists(Asks) ? File.ReadAllText(Asks) : string.Empty;

    private int? ReceiverId() =>
        File.Exists(Path.Combine(_there.Root, "pid")) && File.ReadAllText(Path.Combine(_there.Root, "pid")).Trim() is { Length: > 0 } text
        && File.Exists($"/proc/{text}/cmdline") && File.ReadAllText($"/proc/{text}/cmdline").Length > 0
            ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static void Kill(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
    }

    private RunningTool Migrate() => RunningTool.Start(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["NVIRT_SSH"] = Ssh() },
        "domain", "migrate", "tiny", "ssh://peer", "--live", "--root", _here.Root);

    // A tunnel from socket to socket is a link here, which ends with the test's files; what the source asks is kept. The connection ends
    // with the program at its other end, as ssh's does.
    private string Ssh() => _there.WriteScript("ssh", $$"""
        #!/bin/bash
        there='{{_there.Root}}'
        while [ $# -gt 0 ]; do
            if [ "$1" = -L ]; then
                ln -s "${2#*:}" "${2%%:*}"
                while [ -d "/proc/$PPID" ] && [ "$(cut -d' ' -f4 /proc/$$/stat)" = "$PPID" ]; do sleep 0.2; done
                exit
            fi
            shift
        done
        nvirt='{{Path.Combine(AppContext.BaseDirectory, "nvirt.dll")}}'
        echo $$ >"$there/pid"
        exec dotnet "$nvirt" domain receive --root "$there" < <(exec tee "$there/asks" 2>/dev/null)
        """);
}
