using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using Spectre.Console;
using Text = NVirt.Xml.Text;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain migrate</c>: moves a guest that runs, and shows how far that is.</summary>
internal static class DomainMigrateCommand
{
    public static Command Create()
    {
        Argument<string> domain = DomainCommand.Domain();
        Argument<string> destination = new("DEST") { Description = Messages.Argument_Destination };
        MigrateOptions options = new();
        return DomainCommand.Create("migrate", Messages.Command_DomainMigrate, RunAsync, [domain, destination, .. options.All]);

        async Task<int> RunAsync(DomainRun run)
        {
            string name = run.Session.Get(domain)!;
            string to = run.Session.Get(destination)!;
            MigrationOptions how = options.Read(run.Session, run.Cancellation);
            await using IMigrationDestination there = await OpenAsync(run, name, to, options.AddressIn(run.Session));
            MigrationResult result;
            try
            {
                result = await ShowAsync(run, options.IsVerbose(run.Session),
                    p => run.Driver.MigrateAsync(DomainReference.Parse(name), there, how, p, run.Cancellation));
            }
            catch (OperationCanceledException e) when (run.Cancellation.IsCancellationRequested)
            {
                // The rules of migration say where the guest is; before they came into it, nothing had happened to it.
                throw Interrupted(
                    run, e.InnerException is OperationCanceledException ? e.Message : Text.Of(Messages.Error_MigrationNotBegun, name));
            }
            catch (CpuException e) when (Refusal.Of(e) is not null)
            {
                throw new DomainException(DomainErrorKind.Refused, Text.Of(Messages.Refused_Migration, name, there.Name), e);
            }

            foreach (string warning in result.Warnings)
            {
                run.Session.Note(warning);
            }

            if (run.IsJson)
            {
                run.Session.WriteJson(Json(result));
            }
            else
            {
                run.Say(Messages.Done_Migrate, name, there.Name);
            }

            return ExitCode.Done;
        }
    }

    private static async Task<IMigrationDestination> OpenAsync(DomainRun run, string name, string place, string? address)
    {
        try
        {
            return await Connections.OpenDestinationAsync(place, address, run.Driver, run.Session.Map, run.Cancellation);
        }
        catch (OperationCanceledException e) when (run.Cancellation.IsCancellationRequested)
        {
            string not = Text.Of(Messages.Error_MigrationNotBegun, name);
            throw Interrupted(run, e.InnerException is DomainException waited ? $"{waited.Message}; {not}" : not);
        }
    }

    private static CliException Interrupted(DomainRun run, string message) =>
        new(message, run.Session.Interruption.Code, CliErrorKind.Interrupted);

    // How far it is: a bar on a terminal; lines as virsh has them where they are asked for; otherwise nothing.
    private static Task<MigrationResult> ShowAsync(
        DomainRun run, bool isVerbose, Func<IProgress<MigrationProgress>?, Task<MigrationResult>> migrate) =>
        HasTerminal(run) ? ShowBarAsync(migrate)
        : isVerbose ? migrate(Lines(run.Session.Error))
        : migrate(null);

    // How much of the guest is sent; 100 only at the end.
    private static int PercentOf(MigrationProgress progress) => progress switch
    {
        { Step: MigrationStep.Finish } => 100,
        { TotalBytes: 0 } => 0,
        _ => (int)Math.Min(99, SentOf(progress) * 100 / progress.TotalBytes),
    };

    private static bool HasTerminal(DomainRun run) =>
        !run.IsJson && !run.Session.Quiet && ReferenceEquals(run.Session.Error, Console.Error) && !Console.IsErrorRedirected;

    private static async Task<MigrationResult> ShowBarAsync(Func<IProgress<MigrationProgress>?, Task<MigrationResult>> migrate)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(),
            new TransferSpeedColumn())
            .StartAsync(bar =>
            {
                ProgressTask task = bar.AddTask(Messages.Progress_Prepare);
                return migrate(new Teller(progress =>
                {
                    task.Description = Describe(progress);
                    task.MaxValue = Math.Max(1, progress.TotalBytes);
                    task.Value = SentOf(progress);
                }));
            });
    }

    private static Teller Lines(TextWriter output)
    {
        int last = -1;
        return new Teller(progress =>
        {
            int percent = PercentOf(progress);
            if (percent != last)
            {
                last = percent;
                output.WriteLine(
                    Text.Of(Messages.Progress_Line, percent.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(3)));
            }
        });
    }

    private static string Describe(MigrationProgress progress) => progress switch
    {
        { Step: MigrationStep.Prepare } => Messages.Progress_Prepare,
        { Step: MigrationStep.Transfer, Passes: > 1 } => Text.Of(Messages.Progress_TransferAgain, progress.Passes),
        { Step: MigrationStep.Transfer } => Messages.Progress_Transfer,
        { Step: MigrationStep.Switch } => Messages.Progress_Switch,
        _ => Messages.Progress_Finish,
    };

    private static ulong SentOf(MigrationProgress progress) => progress.TotalBytes - Math.Min(progress.RemainingBytes, progress.TotalBytes);

    private static JsonObject Json(MigrationResult result)
    {
        JsonObject json = DomainJson.Of(result.Domain);
        json["totalSeconds"] = result.Total.TotalSeconds;
        CpuJson.Set(json, "downtimeSeconds", result.Downtime?.TotalSeconds);
        json["sentBytes"] = result.SentBytes;
        json["warnings"] = CpuJson.Of(result.Warnings.AsEnumerable());
        return json;
    }

    // Tells at once and in order, as .NET's own does not.
    private sealed class Teller(Action<MigrationProgress> tell) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value) => tell(value);
    }
}
