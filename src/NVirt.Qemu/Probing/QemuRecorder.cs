using NVirt.Cpu;
using NVirt.Domains.Driver;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Confinement;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Probing;

/// <summary>
/// Queries what a QEMU binary can do (hypervisor-rules.md 1.1). Takes about a second, and never longer than the options allow.
/// </summary>
public static class QemuRecorder
{
    /// <summary>Starts a binary once or twice, and records its answers.</summary>
    /// <param name="binary">Its path, or a name to look up in PATH.</param>
    /// <param name="options">Limits; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellation">Cancels probing and ends the processes.</param>
    /// <returns>A recording, for <see cref="QemuCapabilities.Parse"/>.</returns>
    /// <exception cref="QemuException">The binary is missing, cannot be started, ends, or does not answer in time.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static async Task<string> RecordAsync(string binary, QemuProbeOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new QemuProbeOptions();
        string path = QemuBinary.Find(binary);
        GuestUser? user = UserOf(options);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(options.Timeout);
        try
        {
            return await RecordAsync(path, Start, HostHypervisor.HasHvf, patience.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new QemuException(Text.Of(Messages.Qemu_ProbeTimedOut, path, options.Timeout.TotalSeconds), e);
        }
        catch (QmpException e)
        {
            throw new QemuException(Text.Of(Messages.Qemu_NotReached, path, e.Message), e);
        }

        async Task<ProbedQemu> Start(string[] accelerators, CancellationToken token)
        {
            QemuProcess qemu = await QemuProcess.StartAsync(
                path,
                new QemuProcessOptions
                {
                    Accelerators = [.. accelerators],
                    Timeout = options.Timeout,
                    Qmp = options.Qmp,
                    User = user,
                },
                token);
            return new ProbedQemu(qemu.Qmp, qemu);
        }
    }

    // Whoever runs guests also answers for them: root's own rights are not for an emulator that a document names.
    private static GuestUser? UserOf(QemuProbeOptions options)
    {
        try
        {
            return GuestUser.Of(GuestSettings.Read(options.Root ?? StateFolder.Default));
        }
        catch (DomainException e)
        {
            throw new QemuException(e.Message, e);
        }
    }

    /// <summary>Queries a binary and interprets the answers.</summary>
    /// <param name="binary">Its path, or a name to look up in PATH.</param>
    /// <param name="options">Limits; <see langword="null"/> for the defaults.</param>
    /// <param name="map">The map with the names of models; <see langword="null"/> for the built-in one.</param>
    /// <param name="cancellation">Cancels probing and ends the processes.</param>
    /// <exception cref="QemuException">The binary is missing, cannot be started, ends, or does not answer in time.</exception>
    /// <exception cref="CpuException">QEMU is too old (unsupported), or its answers make no sense (internal).</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static async Task<QemuCapabilities> ProbeAsync(
        string binary, QemuProbeOptions? options = null, CpuMap? map = null, CancellationToken cancellation = default) =>
        QemuCapabilities.Parse(await RecordAsync(binary, options, cancellation), binary, map);

    /// <summary>The same with any way to start a binary; tests simulate one.</summary>
    internal static async Task<string> RecordAsync(
        string binary, Func<string[], CancellationToken, Task<ProbedQemu>> start, Func<CpuArchitecture, bool> hasHvf,
            CancellationToken cancellation)
    {
        List<(QemuAccelerator, ProbeLog)> sessions = [];
        ProbeOutcome outcome;
        await using (ProbedQemu qemu = await start(HostHypervisor.AcceleratorsToTry, cancellation))
        {
            ProbeLog log = new(qemu.Qmp, cancellation);
            outcome = await ProbeSession.RunFirstAsync(log, hasHvf);
            sessions.Add((outcome.FirstSlot, log));
        }

        if (outcome.NeedsTcgSession)
        {
            await using ProbedQemu qemu = await start(["tcg"], cancellation);
            ProbeLog log = new(qemu.Qmp, cancellation);
            await ProbeSession.RunTcgAsync(log, outcome);
            sessions.Add((QemuAccelerator.Tcg, log));
        }

        return RecordingWriter.Write(binary, sessions);
    }
}

/// <summary>A QEMU that is being queried.</summary>
/// <param name="Qmp">The connection.</param>
/// <param name="Owner">Ends it when it is disposed of.</param>
internal sealed record ProbedQemu(QmpClient Qmp, IAsyncDisposable Owner) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Owner.DisposeAsync();
}
