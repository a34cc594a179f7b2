using System.CommandLine;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Plans;
using NVirt.Fleet.Recommendations;
using NVirt.Platforms;
using static NVirt.Cli.Output.Fleets.FleetColumn;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet recommend</c>: the CPU for guests of a pool, in a platform's words.</summary>
internal static class FleetRecommendCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        Option<string> to = new("--to") { Description = Messages.Option_ConvertTo, HelpName = "PLATFORM", Required = true };
        SharedOptions.Only(to, [.. PlatformWriter.Platforms]);
        Option<string?> model = new("--model") { Description = Messages.Option_ConvertModel, HelpName = "NAME" };
        Option<string> value = FleetInputs.ValueOption();
        return SharedOptions.Command(
            "recommend", Messages.Command_FleetRecommend, OutputFormats.OfFleet, Run, [.. inputs.All, inputs.Pool, to, model, value]);

        int Run(Session session)
        {
            FleetInventory inventory = inputs.Read(session);
            IReadOnlyList<HostClass> classes = inputs.ClassesOf(session, inventory);
            FleetBaselineCommand.HostsNeeded(classes);
            string platform = session.Get(to)!;
            Recommendation recommended = Recommendation.Of(
                classes, platform, FleetInputs.ValueOf(session.Get(value)!)(classes[0].Judged.Bits.Space));
            PlatformOutput output = Write(platform, recommended, classes, session.Get(model), session.Map, out bool bitsLost);
            int cycles = PowerCycles(inventory, classes, recommended);
            CpuAnswer answer = inputs.Weaken(session, inventory, CpuAnswer.Yes);
            return new FleetReport(
                Messages.FleetTitle_Recommend, answer, recommended.Cpu.Model ?? FleetWords.Of(answer),
                [
                    FleetTable.Of("files", Messages.FleetHeading_Text, [FileName, TextBody],
                        output.Files.Select(f => (IReadOnlyList<object?>)[f.Place, f.Text])),
                ])
            {
                Inventory = inventory,
                Facts =
                [
                    (new("platform", Messages.FleetColumn_Platform), platform),
                    (new("model", Messages.FleetColumn_Model), recommended.Cpu.Model),
                    (new("extras", Messages.FleetColumn_Extras), recommended.Extras.ToArray()),
                    (new("removed", Messages.FleetColumn_Removed), recommended.Removed.ToArray()),
                    (new("controls", Messages.FleetColumn_Controls), recommended.Controls.ToArray()), (Lost, recommended.Lost.ToArray()),
                    (new("possible", Messages.FleetColumn_Possible), recommended.Possible.ToArray()), (PhysBits, recommended.PhysBits),
                    (new("physBitsNotWritten", Messages.FleetColumn_BitsNotWritten), bitsLost ? true : null),
                    (new("powerCycles", Messages.FleetColumn_PowerCycles), cycles),
                    (new("losses", Messages.FleetColumn_Losses), output.Remarks.Where(r => r.IsLoss).Select(r => r.Subject).ToArray()),
                ],
            }.Write(session);
        }
    }

    /// <summary>The platform's text. Where it has no word for address bits, it is told without them.</summary>
    public static PlatformOutput Write(
        string platform, Recommendation recommended, IReadOnlyList<HostClass> classes, string? name, CpuMap map, out bool bitsLost)
    {
        PlatformWriteRequest request = new()
        {
            Cpu = recommended.Cpu,
            Name = name,
            Hosts = [.. classes.Select(c => c.Judged)],
            Map = map,
        };
        bitsLost = false;
        try
        {
            return PlatformWriter.Write(platform, request);
        }
        catch (CpuException e) when (recommended.AreBitsWritten && e.Refusal.Reasons.Any(r => r.Rule == CpuRule.FeatureNotExpressible
            && r.Subject == "maxphysaddr"))
        {
            bitsLost = true;
            return PlatformWriter.Write(platform, request with { Cpu = recommended.Cpu with { MaxPhysAddr = null } });
        }
    }

    // Running guests that have something else than what is recommended.
    private static int PowerCycles(FleetInventory inventory, IReadOnlyList<HostClass> classes, Recommendation recommended)
    {
        FeatureSpace space = classes[0].Judged.Bits.Space;
        string[] given = [.. space.SortedNames(GivenBy(recommended, space))];
        return inventory.Guests.Count(g => g.IsRunning && (g.Class.From is null || classes.Contains(g.Class.From))
            && GuestFit.Of(g, given).Kind != FitKind.Inside);
    }

    private static NVirt.Cpu.Map.FeatureSet GivenBy(Recommendation recommended, FeatureSpace space) =>
        ((space.FindModel(recommended.Cpu.Model!) ?? default) - space.SetOf(recommended.Removed)) | space.SetOf(recommended.Extras);
}
