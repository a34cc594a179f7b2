using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Freezes;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Recommendations;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet freeze</c>: what a pool promises, as a file that cannot be changed unseen.</summary>
internal static class FleetFreezeCommand
{
    public static Command Create()
    {
        FleetInputs inputs = new();
        Option<string> name = new("--name") { Description = Messages.Option_FleetFreezeName, HelpName = "NAME", Required = true };
        Option<string> output = new("--out") { Description = Messages.Option_FleetFreezeOut, HelpName = "FILE", Required = true };
        Option<string?> previous = new("--previous") { Description = Messages.Option_FleetPrevious, HelpName = "FILE" };
        Option<string?> sign = new("--sign") { Description = Messages.Option_FleetSign, HelpName = "KEY.pem" };
        Option<string[]> to = new("--to")
        {
            Description = Messages.Option_FleetFreezeTo,
            HelpName = "PLATFORM",
            AllowMultipleArgumentsPerToken = true,
        };
        SharedOptions.Only(to, [.. Recommendation.Platforms]);
        return SharedOptions.Command(
            "freeze", Messages.Command_FleetFreeze, OutputFormats.OfFleet, Run,
            [.. inputs.All, inputs.Pool, name, output, previous, sign, to]);

        int Run(Session session)
        {
            FleetInventory inventory = inputs.Read(session);
            IReadOnlyList<HostClass> classes = inputs.ClassesOf(session, inventory);
            FleetBaselineCommand.HostsNeeded(classes);
            FrozenBaseline? before = session.Get(previous) is { } file ? FrozenFiles.Read(file) : null;
            if (before is not null && before.Name != session.Get(name))
            {
                throw new CliException(Text.Of(Messages.Error_FleetPrevious, before.Name), kind: CliErrorKind.Usage);
            }

            FrozenBaseline frozen = BaselineFreeze.Of(
                session.Get(name)!, inventory, classes, before, DateTimeOffset.UtcNow, "nvirt " + Version,
                (session.Get(to) ?? []).Distinct().Select(p => KeyValuePair.Create(p, TextFor(p, classes, session))));
            string path = session.Get(output)!;
            string? signature = session.Get(sign) is { } key ? BaselineSignature.Sign(frozen, Files.ReadText(key)) : null;
            FrozenFiles.Write(path, frozen.Canonical);
            if (signature is not null)
            {
                FrozenFiles.Write(path + BaselineSignature.Extension, signature);
            }

            return FreezeAnswer.Of(inventory, frozen, path, inputs.IsAgeStrict(session)).Write(session);
        }
    }

    private static string Version => typeof(FleetFreezeCommand).Assembly.GetName().Version?.ToString(3) ?? string.Empty;

    private static string TextFor(string platform, IReadOnlyList<HostClass> classes, Session session)
    {
        Recommendation recommended =
            Recommendation.Of(classes, platform, FeatureValue.Default(classes[0].Judged.Bits.Space));
        return RecommendedText.Write(recommended, classes, name: null, session.Map, out _).Text;
    }
}
