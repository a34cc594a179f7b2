using System.CommandLine;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain</c>: domains, with the options that all of its commands have.</summary>
internal sealed class DomainGroup : Command
{
    private const string UriVariable = "NVIRT_URI";
    private const string RootVariable = "NVIRT_ROOT";

    public DomainGroup()
        : base("domain", Messages.Domain)
    {
        Connect.CompletionSources.Add(_ => Connections.Forms);
        Add(Connect);
        Add(Root);
    }

    private Option<string?> Root { get; } = new("--root") { Description = Messages.Option_Root, HelpName = "DIR", Recursive = true };

    private Option<string?> Connect { get; } =
        new("--connect", "-c") { Description = Messages.Option_Connect, HelpName = "URI", Recursive = true };

    /// <summary>The connection that is meant: that of the options, or else of the environment, or else the usual one.</summary>
    /// <exception cref="CliException">Both options are given.</exception>
    public static string UriOf(ParseResult arguments)
    {
        DomainGroup group = ToolCommand.Of(arguments).Subcommands.OfType<DomainGroup>().Single();
        string? uri = Given(arguments.GetValue(group.Connect));
        string? root = Given(arguments.GetValue(group.Root));
        return uri is not null && root is not null
            ? throw new CliException(Messages.Error_ConnectAndRoot, kind: CliErrorKind.Usage)
            : uri ?? Connections.UriOfFolder(root) ?? Variable(UriVariable) ?? Connections.UriOfFolder(Variable(RootVariable))
            ?? Connections.Usual;
    }

    private static string? Variable(string name) => Given(Environment.GetEnvironmentVariable(name));

    private static string? Given(string? word) => string.IsNullOrEmpty(word) ? null : word;
}
