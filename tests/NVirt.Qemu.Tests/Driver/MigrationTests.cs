using System.Diagnostics;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Testing;
using NVirt.Testing.Guests;

namespace NVirt.Qemu.Tests.Driver;

/// <summary>Guests migrate and keep what they have seen, or stay where they are.</summary>
public sealed class MigrationTests : IAsyncDisposable
{
    private readonly HostFolder _source = new();
    private readonly HostFolder _target;

    public MigrationTests() => _target = new HostFolder(allowed: _source.PathOf("qemu-system-x86_64"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
    }

    [Fact]
    public async Task A_guest_counts_on_at_the_destination_and_sees_the_same_cpu()
    {
        string port = _source.PathOf("serial");
        await _source.StartAsync(Firmware(port, "<cpu><model>Haswell-noTSX</model><feature policy='optional' name='aes'/></cpu>"));
        FirmwareReport before;
        int count;
        await using (GuestSerial serial = await GuestSerial.OfSocketAsync(port, Cancellation))
        {
            FirmwareConsole console = new(serial);
            await console.WaitForCountsAsync(3, Cancellation);
            before = await console.AskAsync(Cancellation);
            count = console.Count;
        }

        MigrationResult moved = await _source.Driver.MigrateAsync("firmware", _target.Driver.OpenDestination(), cancellation: Cancellation);

        Assert.Equal(DomainState.Running, moved.Domain.State);
        Assert.NotNull(moved.Downtime);
        await using GuestSerial after = await GuestSerial.OfSocketAsync(port, Cancellation);
        FirmwareConsole there = new(after);
        await there.WaitForCountsAsync(3, Cancellation);
        Assert.InRange(there.Count, count + 3, count + 10_000);
        Assert.Equal(before.Cpuid, (await there.AskAsync(Cancellation)).Cpuid);
        await _source.AssertNothingRunsAsync();
        Assert.Equal(DomainState.ShutOff, (await _source.Driver.FindAsync("firmware", Cancellation)).State);
    }

    [Fact]
    public async Task What_was_optional_is_required_there_and_the_guest_can_come_back()
    {
        await _source.StartAsync(HostFolder.Small("<cpu><model>Nehalem</model><feature policy='optional' name='aes'/></cpu>"));
        await _source.Driver.MigrateAsync("small", _target.Driver.OpenDestination(), cancellation: Cancellation);
        CpuDefinition live = (await _target.Driver.GetDocumentAsync("small", cancellation: Cancellation)).Definition.Cpu!;
        Assert.Contains(new CpuFeature("aes", CpuPolicy.Require), live.Features);
        await _target.Driver.MigrateAsync("small", _source.Driver.OpenDestination(), cancellation: Cancellation);
        Assert.Equal(DomainState.Running, (await _source.Driver.FindAsync("small", Cancellation)).State);
        Assert.Equal(live, (await _source.Driver.GetDocumentAsync("small", cancellation: Cancellation)).Definition.Cpu);
        Assert.Empty(await _target.Driver.ListAsync(Cancellation));
    }

    [Theory]
    [InlineData("<cpu><model>Skylake-Client</model></cpu>")]
    [InlineData("<cpu><model>EPYC</model></cpu>")]
    [InlineData("<cpu><model>Icelake-Server</model></cpu>")]
    [InlineData("<cpu mode='maximum'/>")]
    [InlineData("<cpu mode='host-model'/>")]
    [InlineData("")]
    public async Task Every_kind_of_cpu_can_move_where_the_same_can_be_built(string cpu)
    {
        await _source.StartAsync(HostFolder.Small(cpu));
        MigrationResult moved = await _source.Driver.MigrateAsync("small", _target.Driver.OpenDestination(), cancellation: Cancellation);
        Assert.Equal(DomainState.Running, moved.Domain.State);
    }

    [Fact]
    public async Task A_paused_guest_stays_paused()
    {
        await _source.StartAsync(HostFolder.Small(string.Empty));
        await _source.Driver.SuspendAsync("small", Cancellation);
        Assert.Equal(DomainState.Paused,
            (await _source.Driver.MigrateAsync("small", _target.Driver.OpenDestination(), cancellation: Cancellation)).Domain.State);
    }

    [Fact]
    public async Task The_definition_goes_along_if_that_is_wanted()
    {
        await _source.StartAsync(HostFolder.Small(string.Empty));
        MigrationOptions options = new() { IsPersistent = true, UndefinesSource = true, Name = "moved" };
        await _source.Driver.MigrateAsync("small", _target.Driver.OpenDestination(), options, cancellation: Cancellation);
        Assert.Empty(await _source.Driver.ListAsync(Cancellation));
        Assert.Equal(("moved", true), (await _target.Driver.FindAsync("moved", Cancellation)) is var there
            ? (there.Name, there.IsPersistent) : default);
    }

    [Fact]
    public async Task A_nehalem_guest_does_not_go_to_a_host_that_builds_qemu64()
    {
        string emulator = LesserQemu("qemu64", out string switchFile);
        await _source.StartAsync(HostFolder.Small($"<cpu><model>Nehalem</model></cpu><devices><emulator>{emulator}</emulator></devices>"));
        await File.WriteAllTextAsync(switchFile, string.Empty, Cancellation);
        CpuException refused = await Assert.ThrowsAsync<CpuException>(() =>
            _source.Driver.MigrateAsync("small", _target.Driver.OpenDestination(), cancellation: Cancellation));
        Assert.Contains(refused.Refusal.Reasons, r => r is { Subject: "sse4.2", Rule: CpuRule.UnexpectedlyDisabled });
        await AssertStayedAsync();
    }

    [Fact]
    public async Task A_guest_with_all_there_is_does_not_go_to_a_host_that_builds_less()
    {
        string emulator = LesserQemu("Nehalem", out string switchFile);
        await _source.StartAsync(HostFolder.Small($"<cpu mode='maximum'/><devices><emulator>{emulator}</emulator></devices>"));
        await File.WriteAllTextAsync(switchFile, string.Empty, Cancellation);
        CpuException refused = await Assert.ThrowsAsync<CpuException>(() =>
            _source.Driver.MigrateAsync("small", _target.Driver.OpenDestination(), cancellation: Cancellation));
        Assert.Contains(refused.Refusal.Reasons, r => r.Subject == "avx2");
        await AssertStayedAsync();
    }

    [Theory]
    [InlineData("<cpu><model>qemu64</model></cpu>", 16, "qemu64")]
    [InlineData("<cpu><model>Nehalem</model></cpu>", 32, "memory")]
    public async Task A_document_of_another_guest_is_refused(string cpu, int memory, string what)
    {
        await _source.StartAsync(HostFolder.Small("<cpu><model>Nehalem</model></cpu>"));
        string machine = (await _source.Driver.GetDocumentAsync("small", cancellation: Cancellation)).Definition.Os.Machine!;
        DomainDocument other = DomainDocument.Parse(
            HostFolder.Small(cpu).WithMachine(machine).Text.Replace(">16<", $">{memory}<", StringComparison.Ordinal), "other.xml");
        DomainException refused = await Assert.ThrowsAsync<DomainException>(() =>
            _source.Driver.MigrateAsync(
                "small", _target.Driver.OpenDestination(), new MigrationOptions { Document = other }, cancellation: Cancellation));
        Assert.Equal(DomainErrorKind.Refused, refused.Kind);
        Assert.StartsWith("other.xml:", refused.Message, StringComparison.Ordinal);
        Assert.Contains(what, refused.Message, StringComparison.Ordinal);
        await AssertStayedAsync();
    }

    [Fact]
    public async Task A_guest_that_runs_there_already_is_not_replaced()
    {
        DomainDocument document = HostFolder.Small(string.Empty).WithUuid(Guid.NewGuid());
        await _source.StartAsync(document);
        await _target.StartAsync(document);
        DomainException refused = await Assert.ThrowsAsync<DomainException>(() =>
            _source.Driver.MigrateAsync("small", _target.Driver.OpenDestination(), cancellation: Cancellation));
        Assert.Equal(DomainErrorKind.InvalidState, refused.Kind);
        Assert.Equal(DomainState.Running, (await _target.Driver.FindAsync("small", Cancellation)).State);
        Assert.Equal(DomainState.Running, (await _source.Driver.FindAsync("small", Cancellation)).State);
    }

    [Fact]
    public async Task A_uuid_that_another_domain_has_there_is_refused()
    {
        DomainDocument document = HostFolder.Small(string.Empty).WithUuid(Guid.NewGuid());
        await _source.StartAsync(document);
        await _target.Driver.DefineAsync(document.WithName("other"), Cancellation);
        DomainException refused = await Assert.ThrowsAsync<DomainException>(() =>
            _source.Driver.MigrateAsync("small", _target.Driver.OpenDestination(), cancellation: Cancellation));
        Assert.Equal(DomainErrorKind.Exists, refused.Kind);
        Assert.Equal(DomainState.Running, (await _source.Driver.FindAsync("small", Cancellation)).State);
    }

    [Fact]
    public async Task A_destination_that_dies_while_state_is_sent_leaves_the_guest_running_here()
    {
        await _source.StartAsync(HostFolder.Small(string.Empty));
        FailingDestination destination = new(_target.Driver.OpenDestination()) { AtFinish = () => KillIncoming(_target) };
        await Assert.ThrowsAnyAsync<Exception>(() => _source.Driver.MigrateAsync("small", destination, cancellation: Cancellation));
        await AssertStayedAsync();
    }

    [Fact]
    public async Task A_destination_that_does_not_answer_finish_leaves_the_guest_paused_here()
    {
        await _source.StartAsync(HostFolder.Small(string.Empty));
        FailingDestination destination = new(_target.Driver.OpenDestination()) { AfterFinish = () => throw new IOException("gone") };
        DomainException failed =
            await Assert.ThrowsAsync<DomainException>(() => _source.Driver.MigrateAsync("small", destination, cancellation: Cancellation));
        Assert.Contains("it is not known whether it runs there: gone. Here: the domain \"small\" stays paused here.", failed.Message,
            StringComparison.Ordinal);
        Assert.Equal(DomainState.Running, (await _target.Driver.FindAsync("small", Cancellation)).State);
        Assert.Equal((DomainState.Paused, DomainStateReason.Migrated), await _source.Driver.FindAsync("small", Cancellation) is var here
            ? (here.State, here.Reason) : default);

        // As the message says: it runs there, so it is destroyed here.
        await _source.Driver.DestroyAsync("small", Cancellation);
        await _source.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task A_destination_that_is_lost_at_finish_leaves_the_guest_paused_here_and_it_can_be_resumed()
    {
        await _source.StartAsync(HostFolder.Small(string.Empty));
        FailingDestination destination = new(_target.Driver.OpenDestination()) { AtFinish = () => throw new IOException("gone") };
        await Assert.ThrowsAsync<DomainException>(() => _source.Driver.MigrateAsync("small", destination, cancellation: Cancellation));
        Assert.Equal(DomainState.Paused, (await _source.Driver.FindAsync("small", Cancellation)).State);
        await destination.Inner.DisposeAsync();
        await _source.Driver.ResumeAsync("small", isForced: true, Cancellation);
        await AssertStayedAsync();
    }

    [Fact]
    public async Task A_destination_that_can_not_even_abort_keeps_no_guest_from_going_on_here()
    {
        await _source.StartAsync(HostFolder.Small(string.Empty));
        FailingDestination destination = new(_target.Driver.OpenDestination())
        {
            AtWatch = () => throw new IOException("silent"),
            AtAbort = () => throw new IOException("still silent"),
        };
        Assert.Equal(
            "silent", (await Assert.ThrowsAsync<IOException>(
                () => _source.Driver.MigrateAsync("small", destination, cancellation: Cancellation))).Message);
        await destination.Inner.DisposeAsync();
        await AssertStayedAsync();
    }

    [Fact]
    public async Task A_guest_whose_qemu_ends_meanwhile_is_not_said_to_be_paused_here()
    {
        DomainSummary guest = (await _source.StartAsync(HostFolder.Small(string.Empty))).Domain;
        FailingDestination destination = new(_target.Driver.OpenDestination()) { AfterFinish = () => Kill(guest) };
        DomainException failed =
            await Assert.ThrowsAsync<DomainException>(() => _source.Driver.MigrateAsync("small", destination, cancellation: Cancellation));
        Assert.Contains("the process that ran the domain \"small\" here has ended", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("stays paused", failed.Message, StringComparison.Ordinal);

        static void Kill(DomainSummary guest)
        {
            using Process qemu = Process.GetProcessById(guest.ProcessId!.Value);
            qemu.Kill();
            qemu.WaitForExit();
            throw new IOException("gone");
        }
    }

    [Fact]
    public async Task A_definition_that_is_changed_here_meanwhile_stays()
    {
        DomainDocument first = HostFolder.Small(string.Empty).WithUuid(Guid.NewGuid());
        await _source.StartAsync(first);
        DomainDocument second = DomainDocument.Parse(first.Text.Replace(">16<", ">32<", StringComparison.Ordinal));
        FailingDestination destination =
            new(_target.Driver.OpenDestination())
            {
                AtFinish = () => _source.Driver.DefineAsync(second, Cancellation).GetAwaiter()
                .GetResult()
            };
        MigrationOptions options = new() { IsPersistent = true, UndefinesSource = true };
        MigrationResult moved = await _source.Driver.MigrateAsync("small", destination, options, cancellation: Cancellation);
        Assert.Contains("was changed during the migration", Assert.Single(moved.Warnings), StringComparison.Ordinal);
        Assert.Equal(
            32UL * 1024, (await _source.Driver.GetDocumentAsync("small", isInactive: true, Cancellation)).Definition.Memory.TotalKiB);
        Assert.Equal(
            16UL * 1024, (await _target.Driver.GetDocumentAsync("small", isInactive: true, Cancellation)).Definition.Memory.TotalKiB);
        await _source.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task A_definition_that_is_changed_there_meanwhile_is_not_replaced_and_the_guest_stays()
    {
        DomainDocument first = HostFolder.Small(string.Empty).WithUuid(Guid.NewGuid());
        await _source.StartAsync(first);
        DomainDocument second = DomainDocument.Parse(first.Text.Replace(">16<", ">32<", StringComparison.Ordinal));
        FailingDestination destination =
            new(_target.Driver.OpenDestination())
            {
                AtFinish = () => _target.Driver.DefineAsync(second, Cancellation).GetAwaiter()
                .GetResult()
            };
        DomainException busy = await Assert.ThrowsAsync<DomainException>(() =>
            _source.Driver.MigrateAsync("small", destination, new MigrationOptions { IsPersistent = true }, cancellation: Cancellation));
        Assert.Equal(DomainErrorKind.Busy, busy.Kind);
        Assert.Equal(DomainState.Running, (await _source.Driver.FindAsync("small", Cancellation)).State);
        Assert.Equal(
            32UL * 1024, (await _target.Driver.GetDocumentAsync("small", isInactive: true, Cancellation)).Definition.Memory.TotalKiB);
        await _target.AssertNothingRunsAsync();
    }

    private static DomainDocument Firmware(string port, string cpu) =>
        DomainDocument.Parse(FirmwareGuest.Domain($"<serial type='unix'><source mode='bind' path='{port}'/></serial>", cpu));

    private static void KillIncoming(HostFolder host)
    {
        DomainSummary incoming = host.Driver.ListAsync(Cancellation).GetAwaiter().GetResult().Single(d => d.IsActive);
        using Process qemu = Process.GetProcessById(incoming.ProcessId!.Value);
        qemu.Kill();
    }

    // A normal QEMU until a file appears; then it builds a lesser CPU than requested, like a weaker host.
    private string LesserQemu(string model, out string switchFile)
    {
        switchFile = _source.PathOf("lesser");
        return _source.WriteScript("qemu-system-x86_64", $$"""
            #!/bin/bash
            arguments=("$@")
            if [ -e '{{switchFile}}' ]; then
                for ((i = 0; i < $#; i++)); do
                    if [ "${arguments[i]}" = -cpu ]; then arguments[i + 1]={{model}}; fi
                done
            fi
            exec {{RealQemu.Binary}} "${arguments[@]}"
            """);
    }

    private async Task AssertStayedAsync()
    {
        Assert.Equal(DomainState.Running, (await _source.Driver.FindAsync("small", Cancellation)).State);
        await _target.AssertNothingRunsAsync();
        Assert.Empty(await _target.Driver.ListAsync(Cancellation));
    }
}
