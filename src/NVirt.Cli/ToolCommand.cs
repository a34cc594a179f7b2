using System.CommandLine;
using NVirt.Cli.Commands.Cpus;
using NVirt.Cpu;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Cli;

/// <summary>
/// The root of the tree of commands, with the options that every command has. Each run makes its own: options remember all trees that they
/// were put into, so a run that shares them with others is the slower the more there were.
/// </summary>
internal sealed class ToolCommand : RootCommand
{
    /// <summary>The option that chooses the form of output.</summary>
    public const string OutputName = "--output";

    public ToolCommand()
        : base(Messages.Root)
    {
        Output.CompletionSources.Add(context => FormsOf(context.ParseResult.CommandResult.Command));
        Add(Output);
        Add(CpuMap);
        Add(Quiet);
        Add(NoColor);
    }

    public Option<string?> Output { get; } = new(OutputName, "-o") { Description = Messages.Option_Output, Recursive = true };

    public Option<string?> CpuMap { get; } = new("--cpu-map") { Description = Messages.Option_CpuMap, HelpName = "DIR", Recursive = true };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = Messages.Option_Quiet, Recursive = true };

    public Option<bool> NoColor { get; } = new("--no-color") { Description = Messages.Option_NoColor, Recursive = true };

    /// <summary>Remarks of this run that wait for the JSON document of which they become a part.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>The forms of output that a command has; of a group, those of any of its commands.</summary>
    public static IReadOnlyList<string> FormsOf(Command command)
    {
        IEnumerable<OutputFormat> forms = command is LeafCommand leaf ? leaf.Forms : Enum.GetValues<OutputFormat>();
        return [.. forms.Select(f => f.ToWord())];
    }

    /// <summary>The one that the arguments are for.</summary>
    public static ToolCommand Of(ParseResult arguments) => (ToolCommand)arguments.RootCommandResult.Command;
}
