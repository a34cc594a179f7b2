using System.CommandLine;
using System.Globalization;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Pools;
using NVirt.Xml;
using static NVirt.Cli.Output.Fleets.FleetColumn;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet pools</c>: hosts divided so that guests move freely inside a pool.</summary>
internal static class FleetPoolsCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        Option<uint?> max = SharedOptions.Number("--max", Messages.Option_FleetMax, "K");
        Option<double?> loss = new("--loss")
        {
            Description = Messages.Option_FleetLoss,
            HelpName = "PERCENT",
            CustomParser = result => double.TryParse(
                result.Tokens[0].Value.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double percent)
                && percent <= 100 ? percent : Refuse(result),
        };
        Option<string[]> keep = new("--keep") { Description = Messages.Option_FleetKeep, HelpName = "F,..." };
        Option<string[]> pin = new("--pin")
        {
            Description = Messages.Option_FleetPin,
            HelpName = "HOST=POOL",
            AllowMultipleArgumentsPerToken = true,
        };
        Option<uint?> minSize = SharedOptions.Number("--min-size", Messages.Option_FleetMinSize, "N");
        Option<string> value = FleetInputs.ValueOption();
        return SharedOptions.Command(
            "pools", Messages.Command_FleetPools, OutputFormats.OfFleet, Run, [.. inputs.All, max, loss, keep, pin, minSize, value]);

        int Run(Session session)
        {
            if (session.Get(max) is null && session.Get(loss) is null)
            {
                throw new CliException(Messages.Error_FleetPools, kind: CliErrorKind.Usage);
            }

            FleetInventory inventory = inputs.Read(session);
            PoolDivision division = PoolDivision.Of(inventory, new PoolOptions
            {
                Max = (int)Math.Min(session.Get(max) ?? int.MaxValue, int.MaxValue),
                LossPercent = session.Get(loss),
                Keep = [.. (session.Get(keep) ?? []).SelectMany(k => k.Split(',', StringSplitOptions.RemoveEmptyEntries))],
                Pins = PinsOf(session.Get(pin) ?? []),
                MinSize = (int)Math.Min(session.Get(minSize) ?? 1, int.MaxValue),
                Value = FleetInputs.ValueOf(session.Get(value)!),
            });
            CpuAnswer answer = division.Unplaced.IsEmpty ? inputs.Weaken(session, inventory, CpuAnswer.Yes) : CpuAnswer.Unknown;
            return ReportOf(inventory, division, answer).Write(session);
        }
    }

    /// <summary>The answer.</summary>
    public static FleetReport ReportOf(FleetInventory inventory, PoolDivision division, CpuAnswer answer) => new(
        Messages.FleetTitle_Pools, answer,
        division.IsExact ? Text.Of(Messages.FleetAnswer_Pools, division.Pools.Length, division.Loss)
            : Text.Of(Messages.FleetAnswer_PoolsBound, division.Pools.Length, division.Loss, division.Bound),
        [PoolsOf(inventory, division), CurveOf(division), GainsOf(division)])
    {
        Inventory = inventory,
        Facts =
        [
            (new("objective", Messages.FleetColumn_Objective), division.Objective), (Loss, division.Loss),
            (new("bound", Messages.FleetColumn_Bound), division.Bound), (new("exact", Messages.FleetColumn_Exact), division.IsExact),
            (new("total", Messages.FleetColumn_Total), division.Total),
            (new("unplaced", Messages.FleetColumn_Unplaced),
                division.Unplaced.SelectMany(inventory.HostsOf).Select(h => h.Name).ToArray()),
        ],
    };

    private static FleetTable PoolsOf(FleetInventory inventory, PoolDivision division) => FleetTable.Of(
        "pools", Messages.FleetHeading_Pools, [Pool, Kind, Features, Value, Weight, HostCount, Name],
        division.Pools.Select(p => (IReadOnlyList<object?>)
        [
            p.Name, p.Kind, p.Features.Length, p.Value, p.Weight, p.Hosts,
            p.Classes.SelectMany(inventory.HostsOf).Select(h => h.Name).Order(StringComparer.Ordinal).ToArray(),
        ]));

    private static FleetTable CurveOf(PoolDivision division) => FleetTable.Of(
        "curve", Messages.FleetHeading_Curve, [Pools, Loss],
        division.Curve.Select((l, i) => (IReadOnlyList<object?>)[i + 1, l]).Where(r => r[1] is not null));

    private static FleetTable GainsOf(PoolDivision division) => FleetTable.Of(
        "gains", Messages.FleetHeading_Gains, [HostsLike, Pool, PossibleGain, Unknown],
        division.Pools.SelectMany(p => p.Classes.Select(c => (IReadOnlyList<object?>)
            [c.Name, p.Name, p.PossibleGain(c), c.Judged.Bits.UnknownSet.Count])).Where(r => r[2] is > 0L));

    private static double? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError(Text.Of(Messages.Error_FleetPercent, result.Tokens[0].Value));
        return null;
    }

    private static Dictionary<string, string> PinsOf(string[] pins)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (string pin in pins)
        {
            int sign = pin.LastIndexOf('=');
            if (sign <= 0 || sign == pin.Length - 1 || !found.TryAdd(pin[..sign], pin[(sign + 1)..]))
            {
                throw new CliException(Text.Of(Messages.Error_FleetPin, pin), kind: CliErrorKind.Usage);
            }
        }

        return found;
    }
}
