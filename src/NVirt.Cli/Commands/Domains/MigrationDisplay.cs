using NVirt.Cli.Commands.Domains;
using NVirt.Domains.Driver.Migration;
using Spectre.Console;
using CpuText = NVirt.Xml.Text;

namespace NVirt.Cli.Commands.Domains;

/// <summary>How far a migration is: a bar on a terminal; lines as virsh has them where they are asked for; otherwise nothing.</summary>
internal static class MigrationDisplay
{
    /// <summary>Shows the progress of a migration as long as it lasts.</summary>
    public static Task<MigrationResult> ShowAsync(
        DomainRun run, bool isVerbose, Func<IProgress<MigrationProgress>?, Task<MigrationResult>> migrate) =>
        HasTerminal(run) ? ShowBarAsync(migrate)
        : isVerbose ? migrate(Lines(run.Session.Error))
        : migrate(null);

    /// <summary>How much of the guest is sent, in percent; 100 only at the end.</summary>
    public static int PercentOf(MigrationProgress progress) => progress switch
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
                    CpuText.Of(Messages.Progress_Line, percent.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(3)));
            }
        });
    }

    private static string Describe(MigrationProgress progress) => progress switch
    {
        { Step: MigrationStep.Prepare } => Messages.Progress_Prepare,
        { Step: MigrationStep.Transfer, Passes: > 1 } => CpuText.Of(Messages.Progress_TransferAgain, progress.Passes),
        { Step: MigrationStep.Transfer } => Messages.Progress_Transfer,
        { Step: MigrationStep.Switch } => Messages.Progress_Switch,
        _ => Messages.Progress_Finish,
    };

    private static ulong SentOf(MigrationProgress progress) => progress.TotalBytes - Math.Min(progress.RemainingBytes, progress.TotalBytes);

    // Tells at once and in order, as .NET's own does not.
    private sealed class Teller(Action<MigrationProgress> tell) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value) => tell(value);
    }
}
