using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt cpu guest</c>: the CPU that a guest would get.</summary>
internal static class CpuGuestCommand
{
    public static Command Create()
    {
        Argument<string> file = SharedOptions.File();
        Option<string?> host = SharedOptions.Host();
        Option<string[]> models = SharedOptions.Models();
        Option<string?> modelsFrom = SharedOptions.ModelsFrom();
        return SharedOptions.Command("guest", Messages.Command_CpuGuest, OutputFormats.OfCpu, Run, file, host, models, modelsFrom);

        int Run(Session session)
        {
            CpuDefinition guest = Inputs.Definition(session, session.Get(file)!);
            CpuSource on = Inputs.Decoded(session, Inputs.Host(session, session.Get(host)));
            CpuDriver driver = Inputs.Driver(session, guest, on.Definition);
            CpuComparison comparison = driver.Compare(on.Definition, driver.ConvertLegacy(guest), on.Unknown);
            if (comparison.Undecided.Length > 0)
            {
                string message = new CpuRefusal(CpuErrorKind.Incompatible, comparison.Undecided).Message;
                throw new CliException(message, ExitCode.Undecided, CliErrorKind.Undecided);
            }

            Fixed.RequireKnown(session, guest, on);
            CpuOutput.Write(
                session,
                driver.Guest(on.Definition!, guest, Inputs.Models(session, session.Get(models), session.Get(modelsFrom))));
            return ExitCode.Done;
        }
    }
}
