using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu update-live</c>: the running guest's definition after the hypervisor has spoken.</summary>
internal static class CpuUpdateLiveCommand
{
    public static Command Create()
    {
        Argument<string> file = SharedOptions.File();
        Option<string> enabled = new("--enabled") { Description = Messages.Option_Enabled, HelpName = "FILE", Required = true };
        Option<string?> disabled = new("--disabled") { Description = Messages.Option_Disabled, HelpName = "FILE" };
        return SharedOptions.Command("update-live", Messages.Command_CpuUpdateLive, OutputFormats.OfCpu, Run, file, enabled, disabled);

        int Run(Session session)
        {
            CpuDefinition cpu = Inputs.Definition(session, session.Get(file)!);
            CpuData? off = session.Get(disabled) is { } name ? Inputs.Data(session, name) : null;
            CpuDefinition? live = Inputs.Driver(session, cpu).UpdateLive(cpu, Inputs.Data(session, session.Get(enabled)!), off);
            if (live is null)
            {
                session.Note(Messages.Note_LiveNotApplicable);
            }

            CpuOutput.Write(session, live ?? cpu);
            return ExitCode.Done;
        }
    }
}
