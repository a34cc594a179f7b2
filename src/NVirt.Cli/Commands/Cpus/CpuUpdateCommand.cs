using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;
using NVirt.Cpu.Judging;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu update</c>: the definition fixed for migration.</summary>
internal static class CpuUpdateCommand
{
    public static Command Create()
    {
        Argument<string> file = SharedOptions.File();
        Option<string?> host = SharedOptions.Host();
        return SharedOptions.Command("update", Messages.Command_CpuUpdate, OutputFormats.OfCpu, Run, file, host);

        int Run(Session session)
        {
            CpuDefinition guest = Inputs.Definition(session, session.Get(file)!);
            CpuSource on = Inputs.Modelled(Inputs.Decoded(session, Inputs.Host(session, session.Get(host))));
            CpuOutput.Write(session, CpuDecisions.Update(Inputs.Driver(session, guest, on.Definition), guest, on, migratable: true));
            return ExitCode.Done;
        }
    }
}
