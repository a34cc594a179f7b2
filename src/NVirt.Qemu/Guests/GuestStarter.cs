using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Migration;
using NVirt.Qemu.Qmp;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>Starts a guest as far as it can be without running: its CPU is built, read back and judged. A refused start leaves nothing behind.</summary>
internal sealed class GuestStarter(StateFolder folder, RunStore runs)
{
    private const UnixFileMode OnlyOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Starts it. The caller has the domain's lock.</summary>
    /// <exception cref="CpuException">The domain is refused, before QEMU was started or because of what it built.</exception>
    /// <exception cref="DomainException">QEMU does not start.</exception>
    public async Task<StartedGuest> StartAsync(GuestStart start, CancellationToken cancellation)
    {
        Guid uuid = start.Document.Definition.Uuid!.Value;
        GuestFolder files = runs.Create(uuid);
        string log = folder.LogFile(start.Document.Definition.Name!);
        long logStart = GuestLog.Prepare(log);
        try
        {
            QemuArguments arguments = Arguments(start, files);
            MakeJournal(files);
            using GuestLauncher launcher = GuestLauncher.Start(arguments, log);
            RunRecord record;
            using (await folder.LockAsync(StateFolder.Numbers, start.Document.Definition.Name!, cancellation))
            {
                record = Record(start, launcher.Identity, arguments);
                runs.Write(record);
            }

            launcher.Open();
            GuestMonitor monitor = await ConnectAsync(start, files, record.Process, log, logStart, cancellation);
            try
            {
                return await PrepareAsync(start, monitor, record, arguments, files, cancellation);
            }
            catch
            {
                await monitor.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await RemoveAsync(uuid);
            GuestLog.Forget(log, logStart);
            throw;
        }
    }

    /// <summary>Ends whatever was started, and removes its files.</summary>
    public async Task RemoveAsync(Guid uuid)
    {
        if (runs.Read(uuid) is { } record)
        {
            record.Process.Kill();
            await record.Process.WaitForEndAsync(TimeSpan.FromSeconds(10));
        }

        runs.Delete(uuid);
    }

    private static QemuArguments Arguments(GuestStart start, GuestFolder files)
    {
        DomainDefinition configured = start.Document.Definition;
        if (!start.IsIncoming && CpuPromise.IsMade(configured.Cpu) && QemuAccelerators.TryParseDomainType(configured.Type, out QemuAccelerator accelerator))
        {
            CpuPromise.RequireStrictMatch(
                CpuDriver.For(start.Capabilities.Arch, start.Map),
                configured.Cpu!,
                () => QemuHostModels.Of(start.Capabilities, accelerator, start.Host, start.Map));
        }

        return QemuCommandLine.Build(start.StartDocument, start.Capabilities, start.Host, new QemuCommandLineOptions
        {
            Map = start.Map,
            IsFresh = !start.IsIncoming,
            IsPaused = true,
            IsIncoming = start.IsIncoming,
            MonitorSocket = files.Commands,
            QuestionSocket = files.Questions,
            Journal = files.Journal,
            SocketFolder = files.Path,
        });
    }

    private static void MakeJournal(GuestFolder files)
    {
        _ = Libc.MakePipe(files.JournalIn, (uint)OnlyOwner);
        File.WriteAllBytes(files.JournalOut, []);
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
        GuestStart start, GuestFolder files, ProcessIdentity process, string log, long logStart, CancellationToken cancellation)
    {
        try
        {
            return await GuestMonitor.ConnectAsync(files.Commands, process, start.Patience, cancellation)
                ?? throw new DomainException(DomainErrorKind.Failed, Describe(Messages.Guest_Ended));
        }
        catch (QmpException e)
        {
            throw new DomainException(DomainErrorKind.Failed, Describe(e.Message), e);
        }

        string Describe(string problem) => GuestLog.Since(log, logStart) is { Length: > 0 } words
            ? Text.Of(Messages.Guest_NotStarted, problem, words)
            : Text.Of(Messages.Guest_NotStartedSilently, problem, log);
    }

    private static async Task<StartedGuest> PrepareAsync(
        GuestStart start, GuestMonitor monitor, RunRecord record, QemuArguments arguments, GuestFolder files, CancellationToken cancellation)
    {
        try
        {
            await OpenJournalAsync(files.JournalIn);
            Task events = MigrationCapabilities.SetForStartAsync(monitor, cancellation);
            await VcpuPlugger.PlugAsync(monitor, arguments.VcpusToPlug, cancellation);
            List<string> warnings = [.. arguments.Warnings];
            CpuDriver driver = CpuDriver.For(start.Capabilities.Arch, start.Map);
            BuiltCpu built = driver.Arch.IsX86() ? await BuiltCpuReader.ReadAsync(monitor, driver, LiveCpu.SwitchesOf(arguments.Domain.Features), cancellation) : BuiltCpu.None;
            await events;
            CpuDefinition? live = driver.Arch.IsX86()
                ? LiveCpu.Check(driver, arguments.Domain, start.Document.Definition.Cpu, built, new FeatureLack(driver, start.Document.Definition.Type, start.Host), warnings.Add)
                : arguments.Cpu;
            record = record with
            {
                LiveCpu = live,
                BuiltFeatures = [.. built.Enabled.Where(f => driver.Map.FindFeature(f, driver.Arch) is not null)],
                Hypervisor = monitor.Version,
            };
            return new StartedGuest(monitor, record, [.. warnings]);
        }
        catch (QmpException e)
        {
            throw new DomainException(DomainErrorKind.Failed, e.Message, e);
        }
    }

    // QEMU has opened its end when it answers, so this does not wait.
    private static async Task OpenJournalAsync(string pipe)
    {
        await using FileStream journal = new(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        await journal.WriteAsync("{\"execute\":\"qmp_capabilities\"}\n"u8.ToArray());
    }
}
