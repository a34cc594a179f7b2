using System.Diagnostics;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Options;
using NVirt.Domains.Testing;
using NVirt.Qemu.Driver;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Driver;

/// <summary>What is found after QEMU, or a process that was changing a guest, was killed.</summary>
public sealed class RecoveryTests : IAsyncDisposable
{
    private readonly HostFolder _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunStore Runs => new(new StateFolder(_host.Root));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_guest_whose_qemu_was_killed_is_shut_off_and_can_be_started_again()
    {
        DomainSummary guest = (await _host.StartAsync(HostFolder.Small(string.Empty))).Domain;
        Kill(guest);
        Assert.Equal(
            (DomainState.ShutOff, DomainStateReason.Crashed), await _host.Driver.FindAsync("small", Cancellation) is var found
                ? (found.State, found.Reason) : default);
        await _host.Driver.StartAsync("small", cancellation: Cancellation);
    }

    [Fact]
    public async Task What_an_ended_guest_left_is_removed_by_the_next_start_of_any()
    {
        DomainSummary guest = (await _host.StartAsync(HostFolder.Small(string.Empty))).Domain;
        Kill(guest);
        await _host.Driver.UndefineAsync("small", Cancellation);
        DomainSummary other = (await _host.StartAsync(HostFolder.Small(string.Empty, "other"))).Domain;
        Assert.Equal([other.Uuid], Runs.Uuids());
    }

    [Fact]
    public async Task A_guest_is_found_by_others_and_outlives_who_started_it()
    {
        DomainSummary guest = (await _host.StartAsync(HostFolder.Small(string.Empty))).Domain;
        await using QemuDriver other = new(new QemuDriverOptions { Root = _host.Root });
        Assert.Equal((guest.ProcessId, DomainState.Running), await other.FindAsync("small", Cancellation) is var found
            ? (found.ProcessId, found.State) : default);
    }

    [Fact]
    public async Task A_start_that_was_not_finished_is_undone_by_the_next_one()
    {
        RunRecord record = await RewriteAsync(r => r with { Phase = RunPhase.Starting });
        Assert.Equal(DomainStateReason.Starting, (await _host.Driver.FindAsync("small", Cancellation)).Reason);
        DomainSummary started = (await _host.Driver.StartAsync("small", cancellation: Cancellation)).Domain;
        Assert.False(record.Process.IsAlive);
        Assert.NotEqual(record.Process.Id, started.ProcessId);
    }

    [Fact]
    public async Task An_arrival_that_was_not_finished_is_undone_by_the_next_change()
    {
        await RewriteAsync(r => r with { Phase = RunPhase.Incoming });
        Assert.Equal(DomainStateReason.MigratingIn, Assert.Single(await _host.Driver.ListAsync(Cancellation)).Reason);
        await _host.Driver.DestroyAsync("small", Cancellation);
        await _host.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task A_guest_that_was_being_sent_goes_on_with_the_next_change()
    {
        await RewriteAsync(r => r with { Phase = RunPhase.Outgoing, RanBefore = true });
        Assert.Equal(DomainStateReason.MigratingOut, Assert.Single(await _host.Driver.ListAsync(Cancellation)).Reason);
        await _host.Driver.ResetAsync("small", Cancellation);
        Assert.Equal((DomainState.Running, DomainStateReason.Booted), await _host.Driver.FindAsync("small", Cancellation) is var found
            ? (found.State, found.Reason) : default);
        Assert.Equal(RunPhase.Ready, Runs.Living().Single().Record!.Phase);
    }

    [Fact]
    public async Task Nothing_is_undone_while_somebody_is_at_work()
    {
        RunRecord record = await RewriteAsync(r => r with { Phase = RunPhase.Starting });
        using (new StateFolder(_host.Root).TryLock(record.Uuid, "test")!)
        {
            await using QemuDriver other = new(new QemuDriverOptions { Root = _host.Root });
            await other.DefineAsync(HostFolder.Small(string.Empty, "other"), Cancellation);
            await other.StartAsync("other", cancellation: Cancellation);
        }

        Assert.True(record.Process.IsAlive);
    }

    [Fact]
    public async Task Who_waits_in_vain_is_told_who_is_at_work()
    {
        PrivateFolder locks = new StateFolder(_host.Root).Locks;
        using DomainLock held = DomainLock.TryTake(locks, "thing", "migrate")!;
        DomainException busy =
            await Assert.ThrowsAsync<DomainException>(() => DomainLock.TakeAsync(locks, "thing", "start", TimeSpan.Zero, Cancellation));
        Assert.Equal(DomainErrorKind.Busy, busy.Kind);
        Assert.Contains($"migrate ({Environment.ProcessId})", busy.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_got_the_number_later_is_not_taken_for_qemu()
    {
        DomainSummary guest = (await _host.StartAsync(HostFolder.Small(string.Empty))).Domain;
        RunRecord record = Runs.Read(guest.Uuid)!;
        using Process bystander = Process.Start("sleep", "60");
        Kill(guest);
        Runs.Write(record with { Process = record.Process with { Id = bystander.Id } });
        Assert.Equal(DomainState.ShutOff, (await _host.Driver.FindAsync("small", Cancellation)).State);
        Assert.False(bystander.HasExited);
        bystander.Kill();
    }

    [Fact]
    public async Task A_guest_that_does_not_answer_is_unknown_and_can_be_destroyed()
    {
        DomainSummary guest = (await _host.StartAsync(HostFolder.Small(string.Empty))).Domain;
        Peer.Output("kill", "-STOP", guest.ProcessId!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(DomainState.Unknown, (await _host.Driver.FindAsync("small", Cancellation)).State);
        await _host.Driver.DestroyAsync("small", Cancellation);
        await _host.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task A_guest_that_does_not_answer_is_waited_for_once()
    {
        // It ends when its time is over: whoever waited for it a second time would see that. On a busy machine more time is given.
        DomainErrorKind? kind = null;
        for (TimeSpan grace = TimeSpan.FromSeconds(4); kind is null && grace < TimeSpan.FromSeconds(30); grace *= 2)
        {
            string process = (await _host.StartAsync(HostFolder.Small(string.Empty))).Domain.ProcessId!.Value.ToString(
                System.Globalization.CultureInfo.InvariantCulture);
            Peer.Output("kill", "-STOP", process);
            Task destroy = _host.Driver.DestroyAsync(
                DomainReference.OfName("small"), new DomainDestroyOptions { IsGraceful = true, Grace = grace }, Cancellation);
            await Task.WhenAny(destroy, Task.Delay(grace * 1.5, Cancellation));
            Peer.Output("kill", "-KILL", process);
            kind = ((await Record.ExceptionAsync(() => destroy)) as DomainException)?.Kind;
        }

        Assert.Equal(DomainErrorKind.Busy, kind);
    }

    [Fact]
    public async Task A_start_that_is_refused_before_it_writes_keeps_the_log_of_earlier_ones()
    {
        string log = Path.Combine(_host.Root, "log", "small.log");
        await _host.StartAsync(HostFolder.Small(string.Empty));
        await _host.Driver.DestroyAsync("small", Cancellation);
        await File.WriteAllTextAsync(log, "why it crashed", Cancellation);
        await Assert.ThrowsAsync<NVirt.Cpu.CpuException>(() => _host.StartAsync(
            HostFolder.Small("<cpu match='strict'><model>qemu64</model></cpu>")));
        Assert.Equal("why it crashed", await File.ReadAllTextAsync(log, Cancellation));
    }

    [Fact]
    public async Task A_record_that_a_power_failure_broke_is_let_go()
    {
        DomainSummary guest = (await _host.StartAsync(HostFolder.Small(string.Empty))).Domain;
        Kill(guest);
        await File.WriteAllBytesAsync(Path.Combine(_host.Root, "run", guest.Uuid.ToString(), "guest.json"), [], Cancellation);
        Assert.Equal(DomainState.ShutOff, Assert.Single(await _host.Driver.ListAsync(Cancellation)).State);
        await _host.Driver.StartAsync("small", cancellation: Cancellation);
    }

    [Fact]
    public async Task A_definition_that_somebody_broke_is_a_line_and_hides_no_other()
    {
        await _host.Driver.DefineAsync(HostFolder.Small(string.Empty), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_host.Root, "domains", "broken.xml"), "<domain", Cancellation);
        Assert.Equal([("broken", DomainStateReason.Unreadable), ("small", DomainStateReason.Unknown)],
            (await _host.Driver.ListAsync(Cancellation)).Select(d => (d.Name, d.Reason)));
        Assert.Contains(
            "broken.xml", (await Assert.ThrowsAsync<DomainException>(() => _host.Driver.FindAsync("broken", Cancellation))).Message,
                StringComparison.Ordinal);
        await _host.Driver.UndefineAsync("broken", Cancellation);
        Assert.Equal(["small"], (await _host.Driver.ListAsync(Cancellation)).Select(d => d.Name));
    }

    // Some of QEMU's threads end after the first.
    private void Kill(DomainSummary guest)
    {
        using Process qemu = Process.GetProcessById(guest.ProcessId!.Value);
        qemu.Kill();
        qemu.WaitForExit();
        Assert.True(SpinWait.SpinUntil(() => Runs.Look(guest.Uuid) is null or { Life: RunLife.Ended }, TimeSpan.FromSeconds(10)));
    }

    private async Task<RunRecord> RewriteAsync(Func<RunRecord, RunRecord> change)
    {
        DomainSummary guest = (await _host.StartAsync(HostFolder.Small(string.Empty))).Domain;
        RunRecord record = change(Runs.Read(guest.Uuid)!);
        Runs.Write(record);
        return record;
    }
}
