using System.CommandLine;
using System.CommandLine.Parsing;
using NVirt.Cli.Output;
using NVirt.Cpu;

namespace NVirt.Cli;

/// <summary>What is wrong with a command line. System.CommandLine's own words are not translated completely.</summary>
internal static class ParseProblem
{
    /// <summary>The first problem, in one sentence.</summary>
    public static string Describe(ParseResult result)
    {
        if (result.UnmatchedTokens.Count > 0)
        {
            return Text.Of(Messages.Error_Unmatched, result.UnmatchedTokens[0], Help.PathOf(result.CommandResult.Command));
        }

        ParseError error = result.Errors[0];
        return error.SymbolResult switch
        {
            CommandResult => Text.Of(Messages.Error_Missing, Messages.Help_AnyCommand),
            ArgumentResult { Tokens.Count: 0 } argument => Text.Of(Messages.Error_Missing, Help.NameOf(argument.Argument)),
            OptionResult { Tokens.Count: 0, IdentifierToken: null } option => Text.Of(Messages.Error_Missing, Help.NameOf(option.Option)),
            OptionResult { Tokens.Count: 0 } option => Text.Of(Messages.Error_NoValue, option.Option.Name),
            _ => string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        };
    }
}
