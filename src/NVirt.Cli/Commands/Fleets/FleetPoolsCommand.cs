using System.CommandLine;
using System.Globalization;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Pools;
using NVirt.Xml;

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
            return PoolsAnswer.Of(inventory, division, inputs.IsAgeStrict(session)).Write(session);
        }
    }

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
