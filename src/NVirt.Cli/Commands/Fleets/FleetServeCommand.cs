using System.CommandLine;
using NVirt.Cli.Input;

namespace NVirt.Cli.Commands.Fleets;

/// <summary><c>nvirt fleet serve</c>: becomes the service of a fleet, a program of its own, with all arguments as they are.</summary>
internal static class FleetServeCommand
{
    private static readonly string[] Words = ["fleet", "serve"];
    private static readonly string[] Help = ["--help", "-h", "-?"];

    public static Command Create()
    {
        Argument<string[]> options = new("OPTIONS") { Description = Messages.Argument_Serve, Arity = ArgumentArity.ZeroOrMore };
        Command command = new("serve", Messages.Command_FleetServe) { options };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(arguments => ServiceProgram.Become([.. arguments.GetValue(options) ?? [], .. arguments.UnmatchedTokens]));
        return command;
    }

    /// <summary>Becomes the service if that is what a command line asks for: its options are not those of this program.</summary>
    /// <param name="words">The command line.</param>
    /// <returns><see langword="false"/> if it asks for something else.</returns>
    /// <exception cref="CliException">The service cannot be started.</exception>
    public static bool Find(IReadOnlyList<string> words)
    {
        if (words.Count < Words.Length || !words.Take(Words.Length).SequenceEqual(Words) || words.Any(Help.Contains))
        {
            return false;
        }

        ServiceProgram.Become([.. words.Skip(Words.Length)]);
        return true;
    }
}
