using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using NVirt.Cli.Output;
using NVirt.Xml;

namespace NVirt.Cli;

/// <summary>
/// What is wrong with a command line. System.CommandLine's own words are not translated completely, and it takes an unknown option for an
/// argument.
/// </summary>
internal static class ParseProblem
{
    /// <summary>The first problem; <see langword="null"/> if there is none.</summary>
    /// <param name="result">What was made of the command line.</param>
    /// <param name="words">The command line.</param>
    public static CliException? Find(ParseResult result, IReadOnlyList<string> words)
    {
        // A request for help, or for completions, takes precedence over everything.
        if (result.Action is not null and not ParseErrorAction && result.CommandResult.Command.Action != result.Action)
        {
            return null;
        }

        return UnknownOption(result, words) is { } option
            ? Unknown(Messages.Error_UnknownOption, option, result, OptionsNear(option, result))
            : result.Action is ParseErrorAction && result.Errors.Count > 0 ? Describe(result)
            : null;
    }

    private static CliException Describe(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        if (result.UnmatchedTokens is [var word, ..])
        {
            return command is LeafCommand
                ? Unknown(Messages.Error_Unmatched, word, result, [])
                : Unknown(Messages.Error_UnknownCommand, word, result, CommandsNear(word, command));
        }

        ParseError error = result.Errors[0];
        return Usage(error.SymbolResult switch
        {
            CommandResult => Text.Of(Messages.Error_Missing, Messages.Help_AnyCommand),
            ArgumentResult { Tokens.Count: 0 } argument => Text.Of(Messages.Error_Missing, Help.NameOf(argument.Argument)),
            OptionResult { Tokens.Count: 0, IdentifierToken: null } option => Text.Of(Messages.Error_Missing, Help.NameOf(option.Option)),
            OptionResult { Tokens.Count: 0 } option => Text.Of(Messages.Error_NoValue, option.Option.Name),
            _ => string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        });
    }

    // A word that begins with a hyphen is an option; a file of such a name is written ./-name, or stands behind "--".
    private static string? UnknownOption(ParseResult result, IReadOnlyList<string> words)
    {
        HashSet<string> known = [.. Options(result.CommandResult.Command).SelectMany(o => o.Aliases.Append(o.Name))];
        return words.TakeWhile(w => w != "--").Where(w => w.Length > 1 && w[0] == '-').Select(NameOf)
            .FirstOrDefault(w => !known.Contains(w) && !IsBundle(w));

        // Options of one letter can be written together, the last with its value.
        bool IsBundle(string word) => word[1] != '-' && word.Length > 2 && known.Contains(word[..2]);
    }

    // An option without its value.
    private static string NameOf(string word) => word.AsSpan().IndexOfAny('=', ':') is > 0 and var end ? word[..end] : word;

    private static IEnumerable<Option> Options(Command command) => Help.OptionsOf(command).Where(o => !o.Hidden);

    private static string[] OptionsNear(string option, ParseResult result)
    {
        // What other tools have as options of their own.
        string form = option.TrimStart('-');
        return result.CommandResult.Command is LeafCommand command && ToolCommand.FormsOf(command).Contains(form)
            ? [$"-o {form}"]
            : Spelling.Nearest(option, Options(result.CommandResult.Command).SelectMany(o => o.Aliases.Append(o.Name))
            .Where(n => n.StartsWith("--", StringComparison.Ordinal)));
    }

    // One of the same group; or one anywhere that has this name, or virsh's: cpu-compare, domxml.
    private static string[] CommandsNear(string word, Command group)
    {
        string[] near = Spelling.Nearest(word, group.Subcommands.Where(c => !c.Hidden).Select(c => c.Name));
        return near.Length > 0 ? near
            : [.. All(group.Parents.OfType<Command>().LastOrDefault() ?? group).Where(IsMeant).Select(Help.PathOf)];

        bool IsMeant(Command command) => !command.Hidden
            && (command.Name == word || Help.PathOf(command).Replace(' ', '-').EndsWith("nvirt-" + word, StringComparison.Ordinal));
    }

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(c => All(c).Prepend(c));

    private static CliException Unknown(string message, string word, ParseResult result, string[] suggestions) =>
        Usage(Text.Of(message, word, Help.PathOf(result.CommandResult.Command)) + Words.Meant(suggestions), suggestions);

    private static CliException Usage(string message, string[]? suggestions = null) =>
        new(message, kind: CliErrorKind.Usage) { Suggestions = [.. suggestions ?? []] };
}
