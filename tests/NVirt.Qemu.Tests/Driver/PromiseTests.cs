using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Testing;
using NVirt.Qemu.Guests;
using NVirt.Testing.Guests;

namespace NVirt.Qemu.Tests.Driver;

/// <summary>A guest gets the CPU that it was promised, or does not start.</summary>
public sealed class PromiseTests : IAsyncDisposable
{
    private readonly HostFolder _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_required_feature_that_qemu_left_out_refuses_the_start_also_without_check()
    {
        CpuException refused = await RefusedAsync("<cpu><model>Nehalem</model><feature policy='require' name='avx512f'/></cpu>");
        CpuReason reason = Assert.Single(refused.Refusal.Reasons);
        Assert.Equal((CpuRule.RequiredFeatureMissing, "avx512f", CpuPolicy.Require), (reason.Rule, reason.Subject, reason.Policy));
        Assert.Equal("CPUID.(EAX=07H,ECX=0):EBX[16]", reason.Coordinate);
    }

    [Fact]
    public async Task A_strict_match_that_does_not_hold_refuses_the_start_also_without_check()
    {
        CpuException refused = await RefusedAsync("<cpu match='strict'><model>Nehalem</model></cpu>");
        Assert.All(refused.Refusal.Reasons, r => Assert.Equal(CpuRule.ExtraFeature, r.Rule));
        Assert.Contains(refused.Refusal.Reasons, r => r.Subject == "avx2");
    }

    [Fact]
    public async Task With_check_full_the_model_has_to_be_built_as_it_is_defined()
    {
        CpuException refused = await RefusedAsync("<cpu check='full'><model>Haswell-noTSX</model></cpu>");
        Assert.Contains(refused.Refusal.Reasons, r => r is { Subject: "tsc-deadline", Rule: CpuRule.UnexpectedlyDisabled });
        Assert.Contains(refused.Refusal.Reasons, r => r is { Subject: "f16c", Rule: CpuRule.UnexpectedlyEnabled });
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once_and_who_lacks_it()
    {
        CpuException refused =
            await RefusedAsync("<cpu check='full'><model>Haswell-noTSX</model><feature policy='require' name='avx512f'/></cpu>");
        Assert.Contains(
            refused.Refusal.Reasons, r => r is { Subject: "avx512f", Rule: CpuRule.RequiredFeatureMissing, Lack: CpuLack.Emulation });
        Assert.Contains(
            refused.Refusal.Reasons, r => r is { Subject: "tsc-deadline", Rule: CpuRule.UnexpectedlyDisabled, Lack: CpuLack.Emulation });
        Assert.Contains(refused.Refusal.Reasons, r => r is { Subject: "f16c", Rule: CpuRule.UnexpectedlyEnabled, Lack: null });
        Assert.Distinct(refused.Refusal.Reasons.Select(r => r.Subject));
    }

    [Fact]
    public async Task With_check_partial_the_model_has_to_be_usable_before_anything_starts() =>
        Assert.Equal(CpuErrorKind.Incompatible, (await RefusedAsync("<cpu check='partial'><model>Haswell-noTSX</model></cpu>")).Kind);

    [Theory]
    [InlineData("<cpu check='none'><model>Nehalem</model><feature policy='require' name='avx512f'/></cpu>")]
    [InlineData("<cpu check='none' match='strict'><model>Nehalem</model></cpu>")]
    public async Task Only_an_explicit_check_none_turns_it_off(string cpu)
    {
        await _host.StartAsync(HostFolder.Small(cpu));
        Assert.Equal(DomainState.Running, (await _host.Driver.FindAsync("small", Cancellation)).State);
    }

    [Theory]
    [InlineData("avx", CpuPolicy.Require, CpuRule.RequiredFeatureMissing)]
    [InlineData("aes", CpuPolicy.Forbid, CpuRule.ForbiddenFeatureProvided)]
    [InlineData("avx", CpuPolicy.Forbid, null)]
    [InlineData("aes", CpuPolicy.Require, null)]
    [InlineData("avx", CpuPolicy.Force, null)]
    [InlineData("avx", CpuPolicy.Optional, null)]
    [InlineData("aes", CpuPolicy.Disable, null)]
    [InlineData("osxsave", CpuPolicy.Require, null)] // The guest turns it on itself.
    public void Policies_are_held_against_what_qemu_built(string feature, CpuPolicy policy, CpuRule? broken)
    {
        CpuDefinition asked = new() { Model = "Nehalem", Features = CpuFeatureList.Create(new CpuFeature(feature, policy)) };
        Assert.Equal(
            broken is { } rule ? [rule] : [],
            CpuPromise.Broken(CpuDriver.For(CpuArchitecture.X86_64), asked, new BuiltCpu(["aes"], ["avx"])).Select(r => r.Rule));
    }

    [Fact]
    public async Task What_qemu_built_becomes_the_live_cpu_and_the_definition_stays()
    {
        await _host.StartAsync(HostFolder.Small("<cpu><model>Haswell-noTSX</model></cpu>"));
        CpuDefinition live = (await _host.Driver.GetDocumentAsync("small", cancellation: Cancellation)).Definition.Cpu!;
        Assert.Equal((CpuCheck.Full, "Haswell-noTSX"), (live.Check, live.Model));
        Assert.Contains(new CpuFeature("tsc-deadline", CpuPolicy.Disable), live.Features);
        CpuDefinition kept = (await _host.Driver.GetDocumentAsync("small", isInactive: true, Cancellation)).Definition.Cpu!;
        Assert.Equal((CpuCheck.Default, 0), (kept.Check, kept.Features.Count));
    }

    [Fact]
    public async Task The_guest_sees_the_live_cpu_bit_by_bit()
    {
        string port = _host.PathOf("serial");
        await _host.StartAsync(DomainDocument.Parse(FirmwareGuest.Domain(
            $"<serial type='file'><source path='{port}'/></serial>",
            "<cpu><model>Haswell-noTSX</model><feature policy='disable' name='sse4.2'/><feature policy='optional' "
                + "name='xsaveopt'/></cpu>")));
        await using GuestSerial serial = GuestSerial.OfFile(port);
        FirmwareConsole console = new(serial);
        await console.WaitUntilReadyAsync(Cancellation);
        CpuDefinition live = (await _host.Driver.GetDocumentAsync("firmware", cancellation: Cancellation)).Definition.Cpu!;
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64);
        string[] features =
            [.. CpuMap.Default.Features(CpuArchitecture.X86_64).Where(f => !f.IsMsr && f.Name != "osxsave").Select(f => f.Name)];
        Assert.Equal(features.Where(f => driver.HasFeature(live, f)), features.Where(console.Report.Has));
        Assert.False(console.Report.Has("sse4.2"));
    }

    [Fact]
    public async Task A_qemu_that_does_not_start_is_told_in_its_own_words_and_leaves_nothing()
    {
        await _host.Driver.DefineAsync(
            HostFolder.Small(
                "<devices><disk type='file' device='disk'><source file='/nowhere/x.img'/><target dev='vda' "
                    + "bus='virtio'/></disk></devices>"), Cancellation);
        DomainException failed =
            await Assert.ThrowsAsync<DomainException>(() => _host.Driver.StartAsync("small", cancellation: Cancellation));
        Assert.Contains("/nowhere/x.img", failed.Message, StringComparison.Ordinal);
        await _host.AssertNothingRunsAsync();
    }

    [Fact]
    public async Task A_start_that_is_cancelled_leaves_nothing()
    {
        await _host.Driver.DefineAsync(HostFolder.Small(string.Empty), Cancellation);
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(15));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _host.Driver.StartAsync("small", cancellation: cancel.Token));
        await _host.AssertNothingRunsAsync();
    }

    private async Task<CpuException> RefusedAsync(string cpu)
    {
        await _host.Driver.DefineAsync(HostFolder.Small(cpu), Cancellation);
        CpuException refused = await Assert.ThrowsAsync<CpuException>(() => _host.Driver.StartAsync("small", cancellation: Cancellation));
        await _host.AssertNothingRunsAsync();
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_host.Root, "log")));
        return refused;
    }
}
