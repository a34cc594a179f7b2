using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli.Commands;

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
            CpuDefinition guest = Inputs.Cpu(session, session.Get(file)!).Definition;
            CpuDefinition on = Inputs.Host(session, session.Get(host)).Definition;
            CpuDriver driver = Inputs.Driver(session, guest, on);
            CpuOutput.Write(session, driver.Update(guest, driver.CopyMigratable(on)));
            return ExitCode.Done;
        }
    }
}
