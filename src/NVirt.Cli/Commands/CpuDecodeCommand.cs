using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt cpu decode</c>: raw data to a definition.</summary>
internal static class CpuDecodeCommand
{
    public static Command Create()
    {
        Argument<string> file = SharedOptions.File();
        Option<string> type = SharedOptions.Word("--type", Messages.Option_Type, "host", "guest");
        Option<string[]> models = SharedOptions.Models();
        Option<string?> modelsFrom = SharedOptions.ModelsFrom();
        return SharedOptions.Command("decode", Messages.Command_CpuDecode, OutputFormats.OfCpu, Run, file, type, models, modelsFrom);

        int Run(Session session)
        {
            CpuData data = Inputs.Data(session, session.Get(file)!);
            CpuDefinition stub = session.Get(type) == "host"
                ? CpuDefinition.NewHost(data.Arch)
                : new CpuDefinition { Fallback = CpuFallback.Forbid };
            CpuOutput.Write(
                session, session.Driver(data.Arch).Decode(stub, data, Inputs.Models(session, session.Get(models), session.Get(modelsFrom))));
            return ExitCode.Done;
        }
    }
}
