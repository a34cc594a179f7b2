using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Cpus;

/// <summary><c>nvirt cpu features</c>: every feature of the map, and the bits that libvirt does not know, with place and meaning.</summary>
internal static class CpuFeaturesCommand
{
    public static Command Create()
    {
        Argument<string> arch = SharedOptions.Arch();
        return SharedOptions.Command(
            "features", Messages.Command_CpuFeatures, session => Run(session, SharedOptions.ArchOf(session.Get(arch))), arch);
    }

    private static int Run(Session session, CpuArchitecture arch)
    {
        IReadOnlyList<CpuFeatureInfo> features = session.Map.Features(arch);
        IReadOnlyList<CpuKnownBit> others = session.Map.KnownBits(arch);
        if (features.Count == 0)
        {
            session.Note(Text.Of(Messages.Note_NoFeatures, arch.ToName()));
        }

        if (session.IsJson)
        {
            session.WriteJson(
                new JsonObject
                {
                    ["arch"] = arch.ToName(),
                    ["features"] = new JsonArray([.. features.Select(MapJson.Of)]),
                    ["bits"] = new JsonArray([.. others.Select(MapJson.Of)])
                });
        }
        else
        {
            Tables.Write(
                session,
                [Messages.Title_Name, Messages.Title_Where, Messages.Title_InLibvirt, Messages.Title_Meaning],
                features.Select(f => new[] { f.Name, f.Coordinate, Messages.Word_Yes, f.Description })
                    .Concat(others.Select(b => new[] { b.Name, b.Coordinate, Messages.Word_No, b.Description })));
        }

        return ExitCode.Done;
    }
}
