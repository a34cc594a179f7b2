using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using NVirt.RelaxNg;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.Cli.Output;

/// <summary>
/// The help of a command. System.CommandLine's own is not translated completely, and takes all completions of an argument for its name:
/// that of a feature would have four hundred.
/// </summary>
internal sealed class Help : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Makes it the help of a tree of commands.</summary>
    public static void AddTo(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new Help();

        // What is an option elsewhere is the name of a file here.
        foreach (string alias in help.Aliases.Where(a => a[0] == '/').ToArray())
        {
            help.Aliases.Remove(alias);
        }

        help.Description = Messages.Option_Help;
        root.Options.OfType<VersionOption>().Single().Description = Messages.Option_Version;
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Session session = new(parseResult);
        Command command = parseResult.CommandResult.Command;
        Tables.Paragraphs(session, command.Description ?? string.Empty);
        Tables.Heading(session, Messages.Help_Usage);
        Tables.Paragraphs(session, Usage(command), indent: 2);
        Write(session, Messages.Help_Arguments, command.Arguments);
        Write(session, Messages.Help_Options, OptionsOf(command), command);
        Write(session, Messages.Help_Commands, command.Subcommands);
        return ExitCode.Done;
    }

    /// <summary>The words of a command from the root on.</summary>
    public static string PathOf(Command command) =>
        command.Parents.FirstOrDefault() is Command parent ? $"{PathOf(parent)} {command.Name}" : "nvirt";

    /// <summary>A symbol as it is written in a command line; of an option, with all its names where they are asked for.</summary>
    public static string NameOf(Symbol symbol, bool withAliases = false) => symbol switch
    {
        Argument argument => $"<{argument.HelpName ?? argument.Name}>",
        Option option =>
            string.Join(", ", option.Aliases.Where(a => withAliases && a[0] == '-').Order(StringComparer.Ordinal).Append(option.Name))
            + (option.HelpName is null ? string.Empty : $" <{option.HelpName}>"),
        _ => symbol.Name,
    };

    private static string Usage(Command command)
    {
        List<string> words = [PathOf(command)];
        words.AddRange(command.Arguments.Select(a => a.Arity switch
        {
            { MinimumNumberOfValues: 0 } => $"[{NameOf(a)}]",
            { MaximumNumberOfValues: > 1 } => NameOf(a) + "...",
            _ => NameOf(a),
        }));
        if (command.Subcommands.Count > 0)
        {
            words.Add(Messages.Help_AnyCommand);
        }

        words.Add(Messages.Help_AnyOptions);
        return string.Join(' ', words);
    }

    /// <summary>A command's options: its own ones, then what the commands above it hand down.</summary>
    public static IEnumerable<Option> OptionsOf(Command command)
    {
        IEnumerable<Option> options = command.Options;
        while (command.Parents.FirstOrDefault() is Command parent)
        {
            options = options.Concat(parent.Options.Where(o => o.Recursive));
            command = parent;
        }

        return options;
    }

    private static void Write(Session session, string title, IEnumerable<Symbol> symbols, Command? command = null)
    {
        string[][] rows =
            [.. symbols.Where(s => !s.Hidden)
                .Select(s => new[] { "  " + NameOf(s, withAliases: true) + Forms(s, command), Describe(s, command) })];
        if (rows.Length > 0)
        {
            Tables.Heading(session, title);
            Tables.Write(session, titles: null, rows);
        }
    }

    // One option is the same object for all commands, and means something else for each.
    private static string Forms(Symbol symbol, Command? command) =>
        command is not null && symbol is Option { Name: ToolCommand.OutputName } ? $" <{string.Join('|', ToolCommand.FormsOf(command))}>"
            : string.Empty;

    // Of a command's description the first line; examples are for its own help.
    private static string Describe(Symbol symbol, Command? command)
    {
        string text = symbol.Description?.Split('\n')[0] ?? string.Empty;
        object? byDefault = symbol switch
        {
            Option { HasDefaultValue: true } option when option.ValueType != typeof(bool) => option.GetDefaultValue(),
            Option { Name: ToolCommand.OutputName } when command is LeafCommand leaf => leaf.Forms[0].ToWord(),
            Argument { HasDefaultValue: true } argument => argument.GetDefaultValue(),
            _ => null,
        };
        return symbol is Option { Required: true } ? $"{text} {Messages.Help_Required}"
            : byDefault is not null ? $"{text} {Text.Of(Messages.Help_Default, byDefault)}"
            : text;
    }
}
