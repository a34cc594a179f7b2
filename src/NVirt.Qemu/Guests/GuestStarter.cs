using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;
using NVirt.Cpu;
using NVirt.Cpu.Probe.Linux;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.Confinement;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Probing;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>
/// Starts a guest to the point where it could run: its CPU is built, read back and judged. A refused start leaves nothing behind.
/// </summary>
internal sealed class GuestStarter(StateFolder folder, RunStore runs)
{
    private static readonly TimeSpan CutPause = TimeSpan.FromMilliseconds(200);

    /// <summary>How long a guest may take to end when it is killed.</summary>
    public TimeSpan EndPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a guest's keeper waits between its looks.</summary>
    public TimeSpan KeepPause { get; init; } = GuestKeeper.Pause;

    /// <summary>Starts it. The caller has the domain's lock.</summary>
    /// <exception cref="CpuException">The domain is refused, before QEMU was started or because of the CPU it built.</exception>
    /// <exception cref="DomainException">QEMU does not start.</exception>
    public async Task<StartedGuest> StartAsync(GuestStart start, CancellationToken cancellation)
    {
        Guid uuid = start.Document.Definition.Uuid!.Value;
        GuestFolder files = runs.Create(uuid);
        GuestLog log = new(folder.Logs, start.Document.Definition.Name!);
        Task grouped = Task.CompletedTask;
        try
        {
            using PrivateFolder own = runs.Open(uuid);
            DiskImages.RequireNamed(start.StartDocument, cancellation);
            GuestSettings settings = GuestSettings.Read(folder.Root);
            GuestUser? user = GuestUser.Of(settings);
            if (user is not null)
            {
                own.MakeFor(GuestFolder.SocketFolder, user.User, user.Group);
            }

            using GuestTaps taps = GuestTaps.Open(start.StartDocument, settings);
            GuestJournal.Make(own);
            using SafeFileHandle output = log.Prepare();
            using GuestLauncher launcher = await GuestLauncher.StartAsync(own, output, KeepPause, user, taps, cancellation);
            QemuCapabilities qemu = await start.Asking;
            QemuArguments arguments = Arguments(start, qemu, files, settings, taps);
            RunRecord record;
            using (start.RequireFree is null ? null
                : await folder.LockAsync(StateFolder.Names, start.Document.Definition.Name!, cancellation))
            using (await folder.LockAsync(StateFolder.Numbers, start.Document.Definition.Name!, cancellation))
            {
                start.RequireFree?.Invoke();
                record = Record(start, launcher.Identity, arguments) with
                {
                    Given = user is null ? [] : FileGiving.Plan(start.StartDocument.Definition, user),
                };
                runs.Write(record);
            }

            FileGiving.Give(record.Given, start.StartDocument.Definition);
            bool isInstalled = IsInstalled(qemu.Arch, arguments);
            if (!isInstalled)
            {
                await ControlGroup.MakeAsync(own, uuid, launcher.Identity);
            }

            GuestLeash? leash = Open(launcher, start, arguments);
            if (isInstalled)
            {
                grouped = ControlGroup.MakeAsync(own, uuid, launcher.Identity);
            }

            using CancellationTokenSource connected = new();
            Task cutting = CutAsync(log, connected.Token);
            GuestMonitor monitor;
            CpuDriver driver = CpuDriver.For(qemu.Arch, start.Map);
            FirstQuestions questions = new(arguments, driver, own, cancellation);
            try
            {
                monitor = await ConnectAsync(start, files, record.Process, log, questions.Ask, cancellation);
            }
            finally
            {
                await connected.CancelAsync();
                await cutting;
                await grouped;
            }

            try
            {
                record = record with { HoldsLock = runs.IsLocked(uuid) };
                StartedGuest guest = await PrepareAsync(start, monitor, driver, questions, record, arguments, cancellation);
                return guest with { Leash = leash };
            }
            catch
            {
                await monitor.DisposeAsync();
                throw;
            }
        }
        catch (Exception e)
        {
            await grouped;
            await UndoAsync(uuid, log, e);
            throw;
        }
    }

    /// <summary>Ends everything that was started, and removes its files. The caller has the domain's lock.</summary>
    /// <param name="uuid">The guest.</param>
    /// <param name="isElsewhere">Whether it runs on another host now.</param>
    /// <exception cref="DomainException">It runs elsewhere, or does not end in time (timed out); then its files are kept.</exception>
    public async Task RemoveAsync(Guid uuid, bool isElsewhere = false)
    {
        if (!await GuestEnd.KillAsync(runs, uuid, EndPatience))
        {
            throw NotEnded(uuid);
        }

        if (runs.Look(uuid) is { Life: RunLife.Foreign } run)
        {
            throw GuestRecovery.Foreign(run);
        }

        // A process that left the session and released the lock does not count as a running guest, but must not be left behind either.
        if (!await ControlGroup.RemoveAsync(runs, uuid, EndPatience))
        {
            throw NotEnded(uuid);
        }

        FileGiving.TakeBack(GivenTo(uuid), isElsewhere);
        runs.Delete(uuid);
    }

    private ImmutableArray<GivenFile> GivenTo(Guid uuid)
    {
        try
        {
            return runs.Read(uuid)?.Given ?? [];
        }
        catch (DomainException)
        {
            // A record that cannot be read says nothing of files either.
            return [];
        }
    }

    private DomainException NotEnded(Guid uuid) =>
        new(DomainErrorKind.TimedOut, Text.Of(Messages.Guest_NotEnded, uuid, runs.Look(uuid)?.Process?.Id, EndPatience.TotalSeconds));

    private static GuestLeash? Open(GuestLauncher launcher, GuestStart start, QemuArguments arguments)
    {
        if (start.IsLeashed)
        {
            return launcher.OpenLeashed(arguments);
        }

        launcher.Open(arguments);
        return null;
    }

    // The machine's own QEMU starts no process before its guest runs, so it need not wait until it is in its control group. Whatever else a
    // definition names may do so at once.
    private static bool IsInstalled(CpuArchitecture arch, QemuArguments arguments) =>
        QemuBinary.InPath(QemuArchitectures.BinaryName(arch)) is { } installed
        && installed == QemuBinary.InPath(arguments.Emulator);

    // An emulator that is not QEMU may write without limit.
    private static async Task CutAsync(GuestLog log, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            log.Cut();
            await Task.Delay(CutPause, end)
                .ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    // The cause of the failed start must not be lost because of the cleanup.
    private async Task UndoAsync(Guid uuid, GuestLog log, Exception cause)
    {
        try
        {
            await RemoveAsync(uuid);
            log.Forget();
        }
        catch (DomainException e)
        {
            throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Guest_NotUndone, cause.Message, e.Message), cause);
        }
    }

    private static QemuArguments Arguments(
        GuestStart start, QemuCapabilities qemu, GuestFolder files, GuestSettings settings, GuestTaps taps)
    {
        DomainDefinition configured = start.Document.Definition;
        if (!start.IsIncoming && CpuPromise.IsMade(configured.Cpu)
            && QemuAccelerators.TryParseDomainType(configured.Type, out QemuAccelerator accelerator))
        {
            CpuPromise.RequireStrictMatch(
                CpuDriver.For(qemu.Arch, start.Map),
                configured.Cpu!,
                () => QemuHostModels.Of(qemu, accelerator, start.Host, start.Map));
        }

        return QemuCommandLine.Build(start.StartDocument, qemu, start.Host, new QemuCommandLineOptions
        {
            Map = start.Map,
            IsFresh = !start.IsIncoming,
            IsPaused = true,
            IsIncoming = start.IsIncoming,
            MonitorSocket = files.ForQemu(files.Commands),
            QuestionSocket = files.ForQemu(files.Questions),
            Journal = files.ForQemu(files.Journal),
            SocketFolder = files.ForQemu(files.Channels),
            IsSandboxed = settings.IsSandboxed && LinuxSystem.EffectiveUser == 0,
            Networks = settings.Networks,
            AreNetworksUnknown = false,
            Taps = taps.All,
        });
    }

    private RunRecord Record(GuestStart start, ProcessIdentity process, QemuArguments arguments) => new()
    {
        Phase = start.IsIncoming ? RunPhase.Incoming : RunPhase.Starting,
        Id = runs.NextId(),
        Name = start.Document.Definition.Name!,
        Uuid = start.Document.Definition.Uuid!.Value,
        Process = process,
        Document = start.Document,
        LiveCpu = arguments.Cpu,
    };

    private static async Task<GuestMonitor> ConnectAsync(
        GuestStart start, GuestFolder files, ProcessIdentity process, GuestLog log, Action<GuestMonitor> first,
            CancellationToken cancellation)
    {
        try
        {
            return await GuestMonitor.ConnectAsync(files.Commands, process, start.Patience, first, cancellation)
                ?? throw new DomainException(DomainErrorKind.Hypervisor, Describe(Messages.Guest_Ended));
        }
        catch (QmpException e)
        {
            throw new DomainException(
                e.Kind == QmpErrorKind.TimedOut ? DomainErrorKind.TimedOut : DomainErrorKind.Hypervisor, Describe(e.Message), e);
        }

        string Describe(string problem) => log.Since() is { Length: > 0 } words
            ? Text.Of(Messages.Guest_NotStarted, problem, words)
            : Text.Of(Messages.Guest_NotStartedSilently, problem, log.Path);
    }

    private static async Task<StartedGuest> PrepareAsync(
        GuestStart start, GuestMonitor monitor, CpuDriver driver, FirstQuestions questions, RunRecord record, QemuArguments arguments,
            CancellationToken cancellation)
    {
        try
        {
            List<string> warnings = [.. arguments.Warnings];
            BuiltCpu built = await questions.CpuAsync(monitor);
            CpuDefinition? live = driver.Arch.IsX86()
                ? LiveCpu.Check(driver, arguments.Domain, start.Document.Definition.Cpu, built,
                new FeatureLack(driver, start.Document.Definition.Type, start.Host), warnings.Add)
                : arguments.Cpu;
            record = record with
            {
                LiveCpu = live,
                BuiltFeatures = [.. built.Enabled.Where(f => driver.Map.FindFeature(f, driver.Arch) is not null)],
                Hypervisor = monitor.Version,
                Emulator = QemuBinary.InPath(arguments.Emulator),
                Devices = await LiveDevices.ReadAsync(monitor, arguments, cancellation),
            };
            return new StartedGuest(monitor, record, [.. warnings]) { Settled = questions.EndAsync() };
        }
        catch (QmpException e)
        {
            throw GuestFailure.Translate(e);
        }
        catch (Exception e) when (
            e is InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            // Answers are read as QEMU gives them; another emulator may say anything.
            throw new DomainException(DomainErrorKind.Hypervisor, Text.Of(Messages.Guest_OddAnswer, arguments.Emulator, e.Message), e);
        }
    }
}
