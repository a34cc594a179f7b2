using System.Diagnostics;
using System.Globalization;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Testing;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Driver;

/// <summary>Emulators that are not QEMU, or more than QEMU: nothing of them is left behind, and nothing of ours reaches them.</summary>
public sealed class EmulatorTests : IAsyncDisposable
{
    private const string Probe = """
        #!/bin/sh
        case " $* " in *" -machine none "*) exec qemu-system-x86_64 "$@";; esac

        """;

    private readonly HostFolder _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("sleep 600 & exit 0")]
    [InlineData("setsid sleep 600 & exit 0")]
    [InlineData("setsid sh -c 'sleep 601 & sleep 602' & sleep 603 & exit 1")]
    public async Task An_emulator_that_forks_is_ended_with_all_that_it_started(string script)
    {
        await Assert.ThrowsAsync<DomainException>(() => _host.StartAsync(With("forks", $"touch {_host.PathOf("ran")}; {script}")));
        Assert.True(File.Exists(_host.PathOf("ran")));
        await _host.AssertNothingRunsAsync();
        Assert.Empty(await HoldersAsync());
    }

    [Fact]
    public async Task An_emulator_that_started_another_process_takes_it_along_when_it_is_destroyed()
    {
        DomainSummary guest = (await _host.StartAsync(With("helper", "setsid sleep 604 & exec qemu-system-x86_64 \"$@\""))).Domain;
        Assert.Equal(2, (await HoldersAsync()).Count);
        await _host.Driver.DestroyAsync(guest.Name, Cancellation);
        Assert.Empty(await HoldersAsync());
    }

    [Theory]
    [InlineData("exec qemu-system-x86_64 \"$@\"")]
    [InlineData("exit 1")]
    public async Task A_process_that_left_session_and_lock_is_ended_all_the_same(string script)
    {
        Needs.Hardware(CanMakeGroup(), "no control group (cgroup v2) can be made inside the one of this process");
        DomainDocument document =
            With("leaves", $"(setsid sh -c 'echo $$ > {_host.PathOf("left")}; exec sleep 605' 9>&- </dev/null >/dev/null 2>&1 &); "
            + $"while [ ! -s {_host.PathOf("left")} ]; do sleep 0.01; done; {script}");
        if (script == "exit 1")
        {
            await Assert.ThrowsAsync<DomainException>(() => _host.StartAsync(document));
        }
        else
        {
            await _host.Driver.DestroyAsync((await _host.StartAsync(document)).Domain.Name, Cancellation);
        }

        int left = int.Parse(await File.ReadAllTextAsync(_host.PathOf("left"), Cancellation), CultureInfo.InvariantCulture);
        Assert.Null(ProcessIdentity.Of(left));
        await _host.AssertNothingRunsAsync();
        Assert.Empty(Groups());
    }

    [Fact]
    public async Task The_systems_own_qemu_is_in_its_group_when_its_guest_may_run()
    {
        Needs.Hardware(CanMakeGroup(), "no control group (cgroup v2) can be made inside the one of this process");
        DomainSummary guest = (await _host.StartAsync(HostFolder.Small(string.Empty))).Domain;
        string group = Path.GetFileName(Assert.Single(Groups()));
        string[] lines = await File.ReadAllLinesAsync($"/proc/{guest.ProcessId}/cgroup", Cancellation);
        Assert.EndsWith(group, lines.Single(l => l.StartsWith("0::", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_group_of_a_guest_that_ended_goes_with_its_other_files()
    {
        Needs.Hardware(CanMakeGroup(), "no control group (cgroup v2) can be made inside the one of this process");
        DomainSummary guest = (await _host.StartAsync(HostFolder.Small(string.Empty))).Domain;
        string group = Assert.Single(Groups());
        Assert.Contains(guest.Uuid.ToString(), group, StringComparison.Ordinal);
        using (Process qemu = Process.GetProcessById(Assert.NotNull(guest.ProcessId)))
        {
            qemu.Kill();
            await qemu.WaitForExitAsync(Cancellation);
        }

        await _host.AssertAllEndedAsync();
        Assert.Equal([group], Groups());
        DomainException e = await Assert.ThrowsAsync<DomainException>(() => _host.Driver.DestroyAsync(guest.Name, Cancellation));
        Assert.Equal(DomainErrorKind.InvalidState, e.Kind);
        Assert.Empty(Groups());
    }

    [Fact]
    public async Task The_environment_of_an_emulator_is_its_own()
    {
        Environment.SetEnvironmentVariable("NVIRT_TEST_SECRET", "secret");
        try
        {
            DomainSummary guest = (await _host.StartAsync(HostFolder.Small(string.Empty))).Domain;
            string[] names =
            [
                .. (await File.ReadAllTextAsync($"/proc/{guest.ProcessId}/environ", Cancellation))
                .Split('\0', StringSplitOptions.RemoveEmptyEntries)
                    .Select(v => v.Split('=')[0]).Order(StringComparer.Ordinal),
            ];
            Assert.Equal(["HOME", "LC_ALL", "PATH"], names.Except(["PWD", "OLDPWD", "SHLVL", "_"]));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NVIRT_TEST_SECRET", null);
        }
    }

    [Fact]
    public async Task An_emulator_that_writes_without_end_fills_no_disk_while_it_is_waited_for()
    {
        string log = Path.Combine(_host.Root, "log", "small.log");
        long longest = 0;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task start = _host.Driver.DefineAsync(With("floods", "while :; do head -c 1048576 /dev/zero; sleep 0.02; done"), Cancellation)
            .ContinueWith(_ => _host.Driver.StartAsync("small", cancellation: end.Token), Cancellation, TaskContinuationOptions.None,
            TaskScheduler.Default).Unwrap();
        for (int beat = 0; beat < 40; beat++)
        {
            await Task.Delay(100, Cancellation);
            longest = Math.Max(longest, File.Exists(log) ? new FileInfo(log).Length : 0);
        }

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.True(longest < 256 << 20, $"the log had {longest} bytes");
        await _host.AssertNothingRunsAsync();
    }

    private static bool CanMakeGroup()
    {
        string[] mounts =
            [.. File.ReadLines("/proc/self/mounts").Select(l => l.Split(' ')).Where(f => f[2] == "cgroup2").Select(f => f[1])];
        string own = File.ReadLines("/proc/self/cgroup").FirstOrDefault(l => l.StartsWith("0::", StringComparison.Ordinal)) is { } line
            ? line["0::/".Length..] : string.Empty;
        string probe = Path.Combine(mounts.FirstOrDefault() ?? "/nonexistent", own, $"nvirt-test-{Guid.NewGuid()}");
        try
        {
            Directory.CreateDirectory(probe);
            bool isComplete = File.Exists(Path.Combine(probe, "cgroup.kill"));
            Directory.Delete(probe);
            return isComplete;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The groups recorded for the runs of this host.
    private string[] Groups() =>
        [.. Directory.EnumerateFiles(Path.Combine(_host.Root, "run"), "group", SearchOption.AllDirectories).Select(File.ReadAllText)
            .Where(Directory.Exists)];

    // The processes that have a guest's lock file open.
    private async Task<List<string>> HoldersAsync()
    {
        await Task.Yield();
        List<string> holders = [];
        foreach (string process in Directory.EnumerateDirectories("/proc")
            .Where(p => int.TryParse(Path.GetFileName(p), NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            if (new FileInfo(Path.Combine(process, "fd", "9")) is { LinkTarget: { } target }
                && target.StartsWith(_host.Root, StringComparison.Ordinal))
            {
                holders.Add(process);
            }
        }

        return holders;
    }

    private DomainDocument With(string name, string script) =>
        HostFolder.Small($"<devices><emulator>{_host.WriteScript(name, Probe + script + "\n")}</emulator></devices>");
}
