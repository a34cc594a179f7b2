using System.CommandLine;

namespace NVirt.Cli;

/// <summary>
/// The root of the tree of commands, with the options that every command has. Each run makes its own: options remember all trees that they
/// were put into, so a run that shares them with others is the slower the more there were.
/// </summary>
internal sealed class ToolCommand : RootCommand
{
    public ToolCommand()
        : base(Messages.Root)
    {
        Output.CompletionSources.Add("xml", "json", "table");
        Add(Output);
        Add(CpuMap);
        Add(Quiet);
        Add(NoColor);
    }

    public Option<string?> Output { get; } = new("--output", "-o") { Description = Messages.Option_Output, HelpName = "xml|json|table", Recursive = true };

    public Option<string?> CpuMap { get; } = new("--cpu-map") { Description = Messages.Option_CpuMap, HelpName = "DIR", Recursive = true };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = Messages.Option_Quiet, Recursive = true };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = Messages.Option_NoColor, Recursive = true };

    /// <summary>The one that the arguments are for.</summary>
    public static ToolCommand Of(ParseResult arguments) => (ToolCommand)arguments.RootCommandResult.Command;
}
