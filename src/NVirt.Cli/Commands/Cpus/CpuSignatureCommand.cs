using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Cpu.X86;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu signature</c>: family, model and stepping.</summary>
internal static class CpuSignatureCommand
{
    public static Command Create()
    {
        Argument<string> file = SharedOptions.File();
        Option<int?> cpu = SharedOptions.Cpu();
        return SharedOptions.Command(
            "signature", Messages.Command_CpuSignature, session => Run(session, session.Get(file)!, session.Get(cpu)), file, cpu);
    }

    private static int Run(Session session, string file, int? number)
    {
        CpuSource cpu = Inputs.Cpu(session, file, number);
        CpuSignature signature = cpu.FindSignature()
            ?? throw new CliException(Text.Of(Messages.Error_NoSignature, Files.Name(file)));
        if (session.IsJson)
        {
            session.WriteJson(CpuJson.Of(signature));
        }
        else
        {
            session.Out.Write($"family={signature.Family} model={signature.Model} stepping={signature.Stepping}\n");
        }

        return ExitCode.Done;
    }
}
