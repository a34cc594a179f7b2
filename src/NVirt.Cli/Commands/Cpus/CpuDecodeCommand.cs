using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu decode</c>: raw data to a definition.</summary>
internal static class CpuDecodeCommand
{
    public static Command Create()
    {
        Argument<string> file = SharedOptions.File();
        Option<string> type = SharedOptions.Word("--type", Messages.Option_Type, "host", "guest");
        Option<string[]> models = SharedOptions.Models();
        Option<string?> modelsFrom = SharedOptions.ModelsFrom();
        Option<int?> cpu = SharedOptions.Cpu();
        return SharedOptions.Command("decode", Messages.Command_CpuDecode, OutputFormats.OfCpu, Run, file, type, models, modelsFrom, cpu);

        int Run(Session session)
        {
            CpuSource source = Inputs.RawCpu(session, session.Get(file)!, session.Get(cpu));
            CpuDefinition stub = session.Get(type) == "host"
                ? CpuDefinition.NewHost(source.Arch)
                : new CpuDefinition { Fallback = CpuFallback.Forbid };
            CpuDefinition decoded = source.Decode(stub, Inputs.Models(session, session.Get(models), session.Get(modelsFrom)), session.Map);
            CpuOutput.Write(session, decoded);
            Inputs.Tell(session, source);
            Inputs.TellUnknown(session, source);
            return ExitCode.Done;
        }
    }
}
