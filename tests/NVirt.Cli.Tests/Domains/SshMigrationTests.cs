using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Domains.Testing;
using NVirt.Qemu.Driver;
using NVirt.Testing;

namespace NVirt.Cli.Tests.Domains;

/// <summary>Migration through ssh; the other host is this machine, by its loopback address.</summary>
public sealed class SshMigrationTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly QemuDriver _source;
    private readonly QemuDriver _target;

    public SshMigrationTests()
    {
        Needs.Program("qemu-system-x86_64", "qemu-system-x86");
        _source = new QemuDriver(new QemuDriverOptions { Root = Path.Combine(_folder.Root, "a") });
        _target = new QemuDriver(new QemuDriverOptions { Root = Path.Combine(_folder.Root, "b") });
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (QemuDriver driver in (QemuDriver[])[_source, _target])
        {
            foreach (DomainSummary domain in (await driver.ListAsync(CancellationToken.None)).Where(d => d.IsActive))
            {
                await driver.DestroyAsync(domain.Uuid, cancellation: CancellationToken.None);
            }
        }

        Environment.SetEnvironmentVariable("NVIRT_SSH", null);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_guest_goes_through_ssh_and_one_that_would_not_be_the_same_there_stays()
    {
        using SshServer server = new();
        Environment.SetEnvironmentVariable("NVIRT_SSH", $"ssh -F {server.Config}");
        string place = $"ssh://127.0.0.1:{server.Port}{_target.Root}?nvirt={Nvirt()}";
        await StartAsync("first", "<cpu><model>Nehalem</model><feature policy='optional' name='aes'/></cpu>");
        await StartAsync("second", string.Empty);
        await StartAsync("third", "<cpu><model>Nehalem</model></cpu>");

        await using (IMigrationDestination there = await QemuDriver.ReachAsync(place, Cancellation))
        {
            MigrationResult moved =
                await _source.MigrateAsync("first", there, new MigrationOptions { IsPersistent = true }, cancellation: Cancellation);
            Assert.Equal((DomainState.Running, true), (moved.Domain.State, moved.Domain.IsPersistent));
        }

        Assert.Equal(DomainState.Running, (await _target.FindAsync(DomainReference.OfName("first"), Cancellation)).State);
        Assert.Equal(DomainState.ShutOff, (await _source.FindAsync(DomainReference.OfName("first"), Cancellation)).State);
        CpuDefinition live = (await _target.GetDocumentAsync("first", cancellation: Cancellation)).Definition.Cpu!;
        Assert.Contains(new CpuFeature("aes", CpuPolicy.Require), live.Features);

        // The long form means the same.
        place = $"qemu+ssh://127.0.0.1:{server.Port}/?root={_target.Root}&nvirt={Nvirt()}";

        // A domain of this name is there already, with another UUID.
        await _target.DefineAsync(Document("second", string.Empty), Cancellation);
        await using (IMigrationDestination there = await QemuDriver.ReachAsync(place, Cancellation))
        {
            DomainException refused =
                await Assert.ThrowsAsync<DomainException>(() => _source.MigrateAsync("second", there, cancellation: Cancellation));
            Assert.Equal(DomainErrorKind.Exists, refused.Kind);
            Assert.StartsWith("127.0.0.1: ", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(DomainState.Running, (await _source.FindAsync(DomainReference.OfName("second"), Cancellation)).State);

        // What the other side refuses is reported here with its reasons.
        string lesser =
            _folder.WriteScript("lesser", "#!/bin/bash\nexec qemu-system-x86_64 \"${@/#Nehalem*/Nehalem,hypervisor=on,popcnt=off}\"\n");
        MigrationOptions options =
            new() { Document = (await _source.GetDocumentAsync("third", isInactive: true, Cancellation)).WithEmulator(lesser) };
        await using (IMigrationDestination there = await QemuDriver.ReachAsync(place, Cancellation))
        {
            DomainException refused =
                await Assert.ThrowsAsync<DomainException>(() => _source.MigrateAsync("third", there, options, cancellation: Cancellation));
            CpuReason reason = Assert.Single(Assert.IsType<CpuException>(refused.InnerException).Refusal.Reasons);
            Assert.Equal((DomainErrorKind.Refused, CpuRule.UnexpectedlyDisabled, "popcnt"), (refused.Kind, reason.Rule, reason.Subject));
        }

        Assert.Equal(DomainState.Running, (await _source.FindAsync(DomainReference.OfName("third"), Cancellation)).State);
    }

    [Fact]
    public async Task What_ssh_says_is_told_where_it_does_not_get_there()
    {
        DomainException failed =
            await Assert.ThrowsAsync<DomainException>(() => QemuDriver.ReachAsync("ssh://127.0.0.1:1/b", Cancellation));
        Assert.Contains("refused", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh://-oProxyCommand=x/b")]
    [InlineData("ssh:///b")]
    [InlineData("tcp://host/b")]
    public async Task Other_addresses_are_refused(string place) =>
        await Assert.ThrowsAsync<DomainException>(() => QemuDriver.ReachAsync(place, Cancellation));

    private static DomainDocument Document(string name, string inside) => DomainDocument.Parse(
        $"<domain type='qemu'><name>{name}</name><memory unit='MiB'>16</memory><vcpu>1</vcpu><os><type "
            + $"arch='x86_64'>hvm</type></os>{inside}</domain>");

    private async Task StartAsync(string name, string inside)
    {
        await _source.DefineAsync(Document(name, inside), Cancellation);
        await _source.StartAsync(name, cancellation: Cancellation);
    }

    // What ssh starts has a different PATH.
    private string Nvirt() => _folder.WriteScript(
        "nvirt", $"#!/bin/sh\nexport "
            + $"NVIRT_EMULATORS='{Path.Combine(_folder.Root, "lesser")}'\nPATH='{Environment.GetEnvironmentVariable("PATH")}'\nexec "
            + $"dotnet '{Path.Combine(AppContext.BaseDirectory, "nvirt.dll")}' \"$@\"\n");
}
