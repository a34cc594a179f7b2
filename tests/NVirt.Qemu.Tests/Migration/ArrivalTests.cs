using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Tests.Driver;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Migration;

/// <summary>What a peer offers is validated before anything is done with it.</summary>
public sealed class ArrivalTests : IAsyncDisposable
{
    private static readonly Guid Uuid = Guid.Parse("6a7c8a0e-52a7-4d9c-9c3e-1f0a4f3a2b11");

    private readonly TempFolder _folder = new();
    private readonly HostFolder _host;
    private readonly string _emulator;

    public ArrivalTests()
    {
        // It records each time that it is to run a guest.
        RealQemu.Require();
        _emulator = _folder.WriteScript("qemu-system-x86_64", $"#!/bin/bash\necho \"$@\" >>'{Log}'\nexec {RealQemu.Binary} \"$@\"\n");
        _host = new HostFolder(allowed: _emulator);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_folder.Root, "log");

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("../../../evil")]
    [InlineData("/tmp/evil")]
    [InlineData("..")]
    [InlineData("victim")]
    [InlineData("")]
    public async Task A_definition_of_another_name_is_refused(string name) => await RefusesAsync(new MigrationOffer
    {
        Document = Small(),
        Definition = Small(name: name),
        IsPersistent = true,
    });

    [Theory]
    [InlineData("../evil")]
    [InlineData("")]
    public async Task A_document_with_such_a_name_is_refused(string name) =>
        await RefusesAsync(new MigrationOffer { Document = Small(name: name) });

    [Fact]
    public async Task A_definition_of_another_uuid_is_refused() => await RefusesAsync(new MigrationOffer
    {
        Document = Small(),
        Definition = Small(uuid: Guid.NewGuid().ToString()),
        IsPersistent = true,
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_cannot_run_here_is_refused_with_all_reasons(bool isDefinition)
    {
        DomainDocument bad = Small(inside: "<devices><interface type='direct'/><graphics type='spice'/></devices>");
        MigrationOffer offer = isDefinition ? new MigrationOffer { Document = Small(), Definition = bad, IsPersistent = true }
            : new MigrationOffer { Document = bad };
        await RefusesAsync(offer, "type \"direct\" of \"interface\"");
        await RefusesAsync(offer, "type \"spice\" of \"graphics\"");
    }

    [Fact]
    public async Task A_definition_of_the_victim_does_not_replace_it()
    {
        DomainDocument victim = Small(name: "victim", uuid: Guid.NewGuid().ToString());
        await _host.Driver.DefineAsync(victim, Cancellation);
        string before = (await _host.Driver.GetDocumentAsync("victim", cancellation: Cancellation)).Text;
        await RefusesAsync(new MigrationOffer { Document = Small(), Definition = victim.WithName("victim"), IsPersistent = true });
        await RefusesAsync(new MigrationOffer { Document = Small(), Definition = Small(name: "victim"), IsPersistent = true });
        Assert.Equal(before, (await _host.Driver.GetDocumentAsync("victim", cancellation: Cancellation)).Text);
    }

    [Fact]
    public async Task A_definition_without_a_uuid_is_refused() => await RefusesAsync(new MigrationOffer
    {
        Document = Small(),
        Definition = DomainDocument.Parse(Small().Text.Replace($"<uuid>{Uuid}</uuid>", string.Empty, StringComparison.Ordinal)),
        IsPersistent = true,
    });

    [Fact]
    public async Task A_definition_that_could_not_be_defined_is_refused() => await RefusesAsync(new MigrationOffer
    {
        Document = Small(),
        Definition =
            DomainDocument.Parse(Small().Text.Replace("arch='x86_64'", "arch='x86_64' machine='toaster'", StringComparison.Ordinal)),
        IsPersistent = true,
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_emulator_that_nobody_allowed_is_refused_and_never_runs(bool isInDefinition)
    {
        string evil = _folder.WriteScript("evil", $"#!/bin/bash\necho ran >>'{Log}'\nexec {_emulator} \"$@\"\n");
        foreach (string name in (string[])[evil, "./evil", "evil", Path.GetRelativePath("/", evil),
            $"{Path.GetDirectoryName(RealQemu.Binary)}/../..{evil}", _emulator + "/"])
        {
            DomainDocument document = Small(inside: $"<devices><emulator>{name}</emulator></devices>");
            await RefusesAsync(
                new MigrationOffer { Document = isInDefinition ? Small() : document, Definition = document, IsPersistent = isInDefinition },
                    "NVIRT_EMULATORS");
        }
    }

    [Fact]
    public async Task An_emulator_that_is_allowed_or_the_systems_is_taken()
    {
        foreach (string name in (string[])[_emulator, "qemu-system-x86_64"])
        {
            await using IMigrationDestination destination = _host.Driver.OpenDestination();
            Assert.StartsWith(
                "unix:/", await destination.PrepareAsync(
                    new MigrationOffer { Document = Small(inside: $"<devices><emulator>{name}</emulator></devices>") }, Cancellation),
                        StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_cpu_that_the_models_rule_out_is_refused_before_any_qemu_is_started()
    {
        // The first time, QEMU is started for probing.
        DomainDocument document = Small(inside: $"<devices><emulator>{_emulator}</emulator></devices>");
        await using (IMigrationDestination willing = _host.Driver.OpenDestination())
        {
            await willing.PrepareAsync(
                new MigrationOffer
                {
                    Document = document,
                    LiveCpu =
                    CpuXml.Parse(
                        "<cpu mode='custom' match='exact' check='full'><model>Nehalem</model><feature policy='require' "
                            + "name='hypervisor'/></cpu>")
                }, Cancellation);
        }

        File.Delete(Log);
        await using IMigrationDestination destination = _host.Driver.OpenDestination();
        CpuDefinition cpu =
            CpuXml.Parse(
                "<cpu mode='custom' match='exact' check='full'><model>Nehalem</model><feature policy='require' "
                    + "name='hypervisor'/><feature policy='require' name='avx512f'/></cpu>");
        CpuException refused = await Assert.ThrowsAsync<CpuException>(
            () => destination.PrepareAsync(new MigrationOffer { Document = document, LiveCpu = cpu }, Cancellation));
        Assert.Contains(refused.Refusal.Reasons, r => r.Subject == "avx512f");
        Assert.False(File.Exists(Log));
        await _host.AssertNothingRunsAsync();
    }

    private static DomainDocument Small(string name = "small", string? uuid = null, string inside = "") => DomainDocument.Parse(
        $"<domain type='qemu'><name>{name}</name><uuid>{uuid ?? Uuid.ToString()}</uuid><memory "
            + $"unit='MiB'>16</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type></os>{inside}</domain>");

    private async Task RefusesAsync(MigrationOffer offer, string words = "")
    {
        string[] before = Directory.GetFileSystemEntries(Path.Combine(_host.Root, "domains"));
        await using (IMigrationDestination destination = _host.Driver.OpenDestination())
        {
            Exception? refused = await Record.ExceptionAsync(() => destination.PrepareAsync(offer, Cancellation));
            Assert.True(refused is DomainException or CpuException, refused?.ToString() ?? "it was taken");
            Assert.Contains(words, refused!.Message, StringComparison.Ordinal);
            Assert.Null((await destination.FinishAsync(isPaused: false, Cancellation)).Domain);
        }

        await _host.AssertNothingRunsAsync();
        Assert.Equal(before, Directory.GetFileSystemEntries(Path.Combine(_host.Root, "domains")));
        Assert.False(File.Exists(Log));
    }
}
