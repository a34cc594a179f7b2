using System.Diagnostics;
using System.Globalization;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Domains.Testing;
using NVirt.Qemu.Driver;
using NVirt.Testing;

namespace NVirt.Cli.Tests.Domains;

/// <summary>
/// nvirt and QEMU are killed at random points, hundreds of times: nothing is lost or left half-written, and the list stays correct.
/// NVIRT_TIMES and NVIRT_SEED set the number of rounds and the random seed.
/// </summary>
[Trait("Run", "long")]
public sealed class CrashTests : IAsyncDisposable
{
    private static readonly string[] Verbs =
        ["define", "start", "start", "start", "suspend", "resume", "reset", "destroy", "migrate", "migrate", "migrate", "qemu"];

    private readonly TempFolder _folder = new();
    private readonly QemuDriver[] _hosts;
    private readonly Random _random;

    public CrashTests()
    {
        Needs.Program("qemu-system-x86_64", "qemu-system-x86");
        _random = new Random(RunSettings.Seed);
        _hosts = [.. new[] { "a", "b" }.Select(n => new QemuDriver(new QemuDriverOptions { Root = Path.Combine(_folder.Root, n) }))];
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static int Kills => RunSettings.Times(120, inLongRuns: 300);

    public async ValueTask DisposeAsync()
    {
        foreach (QemuDriver host in _hosts)
        {
            foreach (DomainSummary domain in (await host.ListAsync(CancellationToken.None)).Where(d => d.IsActive))
            {
                await host.DestroyAsync(domain.Uuid, cancellation: CancellationToken.None);
            }
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Nothing_is_lost_or_half_done_whoever_is_killed_when()
    {
        Guid uuid = Guid.NewGuid();
        string[] documents = [Write("one.xml", uuid, 16), Write("two.xml", uuid, 17)];
        foreach (QemuDriver host in _hosts)
        {
            await host.DefineAsync(DomainDocument.Parse(File.ReadAllText(documents[0])), Cancellation);
        }

        Dictionary<string, TimeSpan> durations = [];
        int survivors = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            bool wasActive = (await StatesAsync()).Any(IsThere);
            string verb = Verbs[_random.Next(Verbs.Length)];
            int host = await HostOfAsync(verb);
            string told = $"kill {kill} of seed {RunSettings.Seed}: {verb} at {host}";
            if (verb == "qemu")
            {
                await KillQemuAsync();
            }
            else
            {
                await RunAsync(verb, host, documents[_random.Next(documents.Length)], durations);
            }

            DomainSummary[] states = await CheckAsync(told);
            bool isActive = states.Any(d => d.IsActive);
            Assert.True(isActive || !wasActive || verb is "destroy" or "qemu", $"{told}: the guest is lost");
            survivors += isActive ? 1 : 0;
        }

        Assert.True(survivors > Kills / 10, $"a guest was there after {survivors} of {Kills} kills only");
    }

    // What must be true: each QEMU is in the list and each guest of the list is a QEMU, no guest runs twice, and every file is complete.
    private async Task<DomainSummary[]> CheckAsync(string told)
    {
        DomainSummary[] states = [];
        int[] processes = [];
        await Eventually.IsAsync(async () =>
        {
            states = await StatesAsync();
            processes = Processes();
            return !states.Any(d => EndsByItself(d) && !processes.Contains(d.ProcessId!.Value));
        });
        DomainSummary[] active = [.. states.Where(d => d.IsActive).OrderBy(d => d.ProcessId)];
        string listed = string.Join(", ", active.Select(d => $"{d.ProcessId} ({d.State}, {d.Reason})"));
        Assert.True(
            active.Select(d => d.ProcessId!.Value).SequenceEqual(processes),
            $"{told}: listed {listed}, there are {string.Join(' ', processes)}");
        Assert.True(states.Count(d => d.State == DomainState.Running) <= 1, $"{told}: it runs twice");
        foreach (QemuDriver host in _hosts)
        {
            DomainDocument kept =
                await host.GetDocumentAsync(DomainReference.OfName("guest"), new DomainDocumentOptions { IsInactive = true }, Cancellation);
            Assert.Contains(kept.Definition.Memory.TotalKiB / 1024, (ulong?[])[16, 17]);

            // There is one guest. The remains of a guest that ended by itself stay until its next start, and never more than once.
            Assert.True(
                Directory.GetDirectories(Path.Combine(host.Root, "run")).Length <= 1, $"{told}: more than the rest of one guest is left");
        }

        return states;
    }

    private async Task<DomainSummary[]> StatesAsync() =>
        [.. (await _hosts[0].ListAsync(Cancellation)).Concat(await _hosts[1].ListAsync(Cancellation))];

    private int[] Processes() =>
        [.. Directory.EnumerateDirectories("/proc").Where(p => IsQemu(p))
            .Select(p => int.Parse(Path.GetFileName(p), CultureInfo.InvariantCulture)).Order()];

    private bool IsQemu(string process)
    {
        try
        {
            string line = File.ReadAllText(Path.Combine(process, "cmdline"));
            return line.Contains("qemu-system", StringComparison.Ordinal) && line.Contains(_folder.Root, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // What a killed command left unfinished is undone by the next one.
    private static bool IsThere(DomainSummary guest) => guest.State == DomainState.Running || (guest.IsActive && !EndsByItself(guest));

    // A guest whose start or arrival was killed ends by itself soon after. Its process may still be the shell that was to become QEMU, and
    // that may have no record yet.
    private static bool EndsByItself(DomainSummary guest) => guest is
    {
        IsActive: true,
        State: not DomainState.Running,
        Reason: DomainStateReason.Starting or DomainStateReason.MigratingIn or DomainStateReason.Unreadable,
    };

    // Where a guest is, for commands that need one; otherwise any folder. Users look where it runs before they resume what a migration
    // left paused (docs/reference/migration-protocol.md).
    private async Task<int> HostOfAsync(string verb)
    {
        IReadOnlyList<DomainSummary>[] lists = await Task.WhenAll(_hosts.Select(h => h.ListAsync(Cancellation)));
        int running = Array.FindIndex(lists, l => l.Any(d => d.State == DomainState.Running));
        int active = running >= 0 ? running : Array.FindIndex(lists, l => l.Any(IsThere));
        return verb is "define" || active < 0 ? _random.Next(_hosts.Length) : active;
    }

    private async Task KillQemuAsync()
    {
        foreach (DomainSummary guest in (await StatesAsync()).Where(d => d.IsActive))
        {
            try
            {
                using Process qemu = Process.GetProcessById(guest.ProcessId!.Value);
                qemu.Kill();
                await qemu.WaitForExitAsync(Cancellation);
            }
            catch (ArgumentException)
            {
                // It has ended meanwhile, as a guest does when its start is killed.
            }
        }
    }

    // Killed at a time between its start and twice its last duration, so that half of them finish.
    private async Task RunAsync(string verb, int host, string document, Dictionary<string, TimeSpan> durations)
    {
        string[] arguments = verb switch
        {
            "define" => ["define", document],
            "migrate" => ["migrate", "--live", "guest", _hosts[1 - host].Root],
            "resume" => ["resume", "guest", "--force"],
            _ => [verb, "guest"],
        };
        ProcessStartInfo start = new(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "nvirt.dll"), "domain", .. arguments, "--root", _hosts[host].Root, "--quiet"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        long began = Stopwatch.GetTimestamp();
        using Process nvirt = Process.Start(start)!;
        Task<string> output = nvirt.StandardOutput.ReadToEndAsync(Cancellation);
        Task<string> errors = nvirt.StandardError.ReadToEndAsync(Cancellation);
        TimeSpan usual = durations.GetValueOrDefault(verb, TimeSpan.FromSeconds(10));
        Task end = nvirt.WaitForExitAsync(Cancellation);
        if (await Task.WhenAny(end, Task.Delay(usual * (2 * _random.NextDouble()), Cancellation)) == end)
        {
            // A command that is refused immediately says nothing about the usual duration.
            durations[verb] = nvirt.ExitCode == 0 ? Stopwatch.GetElapsedTime(began) : usual;
        }
        else
        {
            nvirt.Kill();
            await end;
        }

        await Task.WhenAll(output, errors);
    }

    private string Write(string name, Guid uuid, int memory) => _folder.Write(name, $"""
        <domain type='qemu'>
          <name>guest</name>
          <uuid>{uuid}</uuid>
          <memory unit='MiB'>{memory}</memory>
          <vcpu>1</vcpu>
          <os><type arch='x86_64'>hvm</type></os>
          <cpu><model>Nehalem</model></cpu>
        </domain>
        """);
}
