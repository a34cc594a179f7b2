using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt cpu features</c>: every feature of the map with its place and what it is.</summary>
internal static class CpuFeaturesCommand
{
    public static Command Create()
    {
        Argument<string> arch = SharedOptions.Arch();
        return SharedOptions.Command("features", Messages.Command_CpuFeatures, session => Run(session, SharedOptions.ArchOf(session.Get(arch))), arch);
    }

    private static int Run(Session session, CpuArchitecture arch)
    {
        IReadOnlyList<CpuFeatureInfo> features = session.Map.Features(arch);
        if (features.Count == 0)
        {
            session.Note(Text.Of(Messages.Note_NoFeatures, arch.ToName()));
        }

        if (session.IsJson)
        {
            session.WriteJson(new JsonObject { ["arch"] = arch.ToName(), ["features"] = new JsonArray([.. features.Select(MapJson.Of)]) });
        }
        else
        {
            Tables.Write(
                session,
                [Messages.Title_Name, Messages.Title_Where, Messages.Title_Meaning],
                features.Select(f => new[] { f.Name, f.Coordinate, f.Description }));
        }

        return ExitCode.Done;
    }
}
