using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Commands.Hypervisors;
using NVirt.Cli.Output.Json;
using NVirt.Cli.Output.Pages;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu models</c>: what the map knows, a name a line, or what a hypervisor can give.</summary>
internal static class CpuModelsCommand
{
    public static Command Create()
    {
        Argument<string> arch = SharedOptions.Arch();
        HypervisorOptions hypervisor = new();
        Option<string?> host = SharedOptions.Host();
        return SharedOptions.Command("models", Messages.Command_CpuModels, Run, [arch, .. hypervisor.All, host]);

        int Run(Session session) => hypervisor.Choose(session, session.Get(host)) is { } qemu
            ? HypervisorModels.Write(session, qemu)
            : WriteMap(session, SharedOptions.ArchOf(session.Get(arch)));
    }

    private static int WriteMap(Session session, CpuArchitecture arch)
    {
        CpuDriver driver = session.Driver(arch);
        if (driver.Models is null)
        {
            session.Note(Text.Of(Messages.Note_AnyModel, arch.ToName()));
        }

        IReadOnlyList<CpuModelInfo> models = session.Map.Models(arch);
        if (session.IsJson)
        {
            session.WriteJson(new JsonObject { ["arch"] = arch.ToName(), ["models"] = new JsonArray([.. models.Select(MapJson.Summary)]) });
        }
        else
        {
            foreach (CpuModelInfo model in models)
            {
                session.Out.Write($"{model.Name}\n");
            }
        }

        return ExitCode.Done;
    }
}
