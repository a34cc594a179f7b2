using System.Diagnostics;
using System.Runtime.Versioning;
using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Probing;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Probing;

[UnsupportedOSPlatform("windows")]
public sealed class QemuRecorderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_real_binary_tells_its_models_machines_and_host_cpu()
    {
        RealQemu.Require();
        QemuCapabilities qemu = await QemuRecorder.ProbeAsync(RealQemu.Binary, cancellation: Cancellation);
        Assert.Equal(CpuArchitecture.X86_64, qemu.Arch);
        Assert.Equal(QemuBinary.Find(RealQemu.Binary), qemu.Binary);
        QemuSlot tcg = qemu.Slot(QemuAccelerator.Tcg)!;
        Assert.True(tcg.FindModel("Nehalem") is { TypeName: "Nehalem-x86_64-cpu" });
        Assert.Equal("pc", tcg.PreferredMachine(CpuArchitecture.X86_64)!.Alias);
        Assert.Equal(
            (true, true, false, true, true),
            (qemu.HasMigratableProperty, qemu.HasUnavailableFeatures, qemu.HasKvmNoAdjvtime, qemu.HasDies, qemu.HasMaximumCpu));
    }

    [Fact]
    public async Task A_recording_says_what_the_binary_says()
    {
        RealQemu.Require();
        string recording = await QemuRecorder.RecordAsync(RealQemu.Binary, cancellation: Cancellation);
        QemuCapabilities live = await QemuRecorder.ProbeAsync(RealQemu.Binary, cancellation: Cancellation);
        Assert.Equal(CapabilitiesText.Of(live), CapabilitiesText.Of(QemuCapabilities.Parse(recording)));
    }

    [Fact]
    public async Task A_recording_that_leaves_the_schema_and_the_properties_out_means_the_same()
    {
        RealQemu.Require();
        string recording = await QemuRecorder.RecordAsync(RealQemu.Binary, cancellation: Cancellation);
        string[] lines = [.. recording.Split('\n')
            .Where(l => !l.Contains("query-qmp-schema", StringComparison.Ordinal) && !l.Contains("qom-list", StringComparison.Ordinal))];
        Assert.True(lines.Length < recording.Split('\n').Length);
        Assert.Equal(
            CapabilitiesText.Of(QemuCapabilities.Parse(recording)), CapabilitiesText.Of(QemuCapabilities.Parse(string.Join('\n', lines))));
    }

    [Fact]
    public async Task A_binary_that_is_not_there_is_named()
    {
        QemuException e =
            await Assert.ThrowsAsync<QemuException>(() => QemuRecorder.RecordAsync("no-such-qemu", cancellation: Cancellation));
        Assert.Equal("no-such-qemu: there is no such binary", e.Message);
    }

    [Fact]
    public async Task A_binary_that_hangs_is_killed_in_time()
    {
        using TempFolder folder = new();
        string binary = folder.Write("qemu", "#!/bin/sh\nsleep 60\n");
        File.SetUnixFileMode(binary, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Stopwatch watch = Stopwatch.StartNew();
        QemuException e = await Assert.ThrowsAsync<QemuException>(
            () => QemuRecorder.RecordAsync(binary, new QemuProbeOptions { Timeout = TimeSpan.FromSeconds(1) }, Cancellation));
        Assert.Contains(" within 1 s", e.Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Probing_can_be_cancelled()
    {
        using TempFolder folder = new();
        string binary = folder.Write("qemu", "#!/bin/sh\nsleep 60\n");
        File.SetUnixFileMode(binary, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => QemuRecorder.RecordAsync(binary, cancellation: cancel.Token));
    }
}
