using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Cli.Output.Fleets;
using NVirt.Cpu.Judging;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Fleets;

/// <summary>The inventory of a command, and how its pairs are judged; made anew for each command.</summary>
internal sealed class FleetInputs
{
    private const string Qemu = "qemu";
    private const string Other = "other";

    private readonly Argument<string> _inventory = new("INVENTORY") { Description = Messages.Argument_Fleet };
    private readonly Option<string[]> _excluded = new("--exclude-host")
    {
        Description = Messages.Option_FleetExclude,
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<TimeSpan?> _maxAge = SharedOptions.Time("--max-age", Messages.Option_FleetMaxAge);

    private readonly Option<bool> _strictAge = new("--strict-age") { Description = Messages.Option_FleetStrictAge };
    private readonly Option<string?> _hypervisor = new("--hypervisor")
    {
        Description = Messages.Option_FleetHypervisor,
        HelpName = "qemu|other",
    };

    private readonly Option<bool> _featuresOnly = new("--features-only") { Description = Messages.Option_FleetFeaturesOnly };
    private readonly Option<bool> _mixed = new("--mixed-vendors") { Description = Messages.Option_FleetMixed };
    private readonly Option<string?> _pool = new("--pool") { Description = Messages.Option_FleetPool, HelpName = "NAME" };

    public FleetInputs() => SharedOptions.Only(_hypervisor, Qemu, Other);

    /// <summary>The inventory and what all commands have.</summary>
    public Symbol[] All => [_inventory, _excluded, _maxAge, _strictAge];

    /// <summary>Those, and how pairs are judged.</summary>
    public Symbol[] Judging => [.. All, _hypervisor, _featuresOnly, _mixed];

    /// <summary>The option that chooses a pool.</summary>
    public Option<string?> Pool => _pool;

    /// <summary>The inventory; what was left out is told.</summary>
    public FleetInventory Read(Session session) => Read(session, session.Get(_inventory)!);

    /// <summary>The same of another argument.</summary>
    public FleetInventory Read(Session session, string path)
    {
        InventoryOptions options = new()
        {
            Map = session.Map,
            ExcludedHosts = session.Get(_excluded) ?? [],
            MaxAge = session.Get(_maxAge),
        };
        FleetInventory inventory = path == "-" ? InventoryReader.Read(Files.Read(path), Files.Name(path), options)
            : InventoryReader.Read(path, options);
        foreach (string remark in inventory.Remarks)
        {
            session.Note(remark);
        }

        return inventory;
    }

    /// <summary>How pairs are judged.</summary>
    public FleetOptions OptionsOf(Session session) => new()
    {
        JudgesAxes = !session.Get(_featuresOnly),
        IsQemu = session.Get(_hypervisor) switch { Qemu => true, Other => false, _ => null },
        AllowsMixedVendors = session.Get(_mixed),
    };

    /// <summary>The classes of the hosts of the pool that was asked for, or of all hosts of which anything is known.</summary>
    /// <exception cref="CliException">There is no such pool.</exception>
    public IReadOnlyList<HostClass> ClassesOf(Session session, FleetInventory inventory)
    {
        FleetPool? pool = null;
        if (session.Get(_pool) is { } name)
        {
            pool = inventory.FindPool(name) ?? throw new CliException(
                Text.Of(Messages.Error_FleetPool, name, string.Join(", ", inventory.Pools.Select(p => p.Name))),
                kind: CliErrorKind.Usage);
        }

        return inventory.KnownClasses(pool);
    }

    /// <summary>A command that only asks one question of an inventory.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="symbols">What it takes.</param>
    /// <param name="answer">The answer, from what it takes.</param>
    public static Command Command(
        string name, string description, Func<FleetInputs, Symbol[]> symbols, Func<FleetInputs, Session, FleetAnswer> answer)
    {
        FleetInputs inputs = new();
        return SharedOptions.Command(
            name, description, OutputFormats.OfFleet, session => answer(inputs, session).Write(session), symbols(inputs));
    }

    /// <summary>Whether hosts that were read too long ago count as not known.</summary>
    public bool IsAgeStrict(Session session) => session.Get(_strictAge);

    /// <summary>What features are worth: <c>flat</c>, <c>default</c>, or a file.</summary>
    public static Option<string> ValueOption() => new("--value")
    {
        Description = Messages.Option_FleetValue,
        HelpName = "flat|default|FILE",
        DefaultValueFactory = _ => "default",
    };

    /// <summary>The value that was asked for.</summary>
    public static Func<FeatureSpace, FeatureValue> ValueOf(string word)
    {
        if (word is "flat" or "default")
        {
            return word == "flat" ? FeatureValue.Flat : FeatureValue.Default;
        }

        string text = Files.ReadText(word);
        return space => FeatureValue.Parse(text, space);
    }
}
