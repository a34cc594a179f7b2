using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;
using NVirt.Cpu.Judging;

namespace NVirt.Cli.Commands.Cpus;

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
            CpuSource on = Inputs.Modelled(Inputs.Decoded(session, Inputs.Host(session, session.Get(host))));
            CpuDriver driver = Inputs.Driver(session, guest, on.Definition);
            CpuModelList? allowed = Inputs.Models(session, session.Get(models), session.Get(modelsFrom));
            CpuOutput.Write(session, CpuDecisions.Guest(driver, guest, on, allowed));
            return ExitCode.Done;
        }
    }
}
