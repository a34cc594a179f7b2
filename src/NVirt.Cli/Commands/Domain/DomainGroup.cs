using System.CommandLine;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt domain</c>: the domains of this machine, with the option that all of its commands have.</summary>
internal sealed class DomainGroup : Command
{
    private const string RootVariable = "NVIRT_ROOT";

    public DomainGroup()
        : base("domain", Messages.Domain)
    {
        Add(Root);
        Add(DomainListCommand.Create());
        Add(DomainDefineCommand.Create());
        Add(DomainUndefineCommand.Create());
        Add(DomainInfoCommand.Create());
        Add(DomainDumpCommand.Create());
        Add(DomainStartCommand.Create());
        Add(DomainSuspendCommand.Create());
        Add(DomainResumeCommand.Create());
        Add(DomainShutdownCommand.Create());
        Add(DomainResetCommand.Create());
        Add(DomainDestroyCommand.Create());
        Add(DomainConsoleCommand.Create());
        Add(DomainEventCommand.Create());
        Add(DomainMigrateCommand.Create());
        Add(DomainReceiveCommand.Create());
    }

    private Option<string?> Root { get; } = new("--root") { Description = Messages.Option_Root, HelpName = "DIR", Recursive = true };

    /// <summary>The folder of the option, or else of the environment; <see langword="null"/> for the usual one.</summary>
    public static string? RootOf(ParseResult arguments)
    {
        DomainGroup group = ToolCommand.Of(arguments).Subcommands.OfType<DomainGroup>().Single();
        return arguments.GetValue(group.Root) is { Length: > 0 } root ? root
            : Environment.GetEnvironmentVariable(RootVariable) is { Length: > 0 } variable ? variable : null;
    }
}
