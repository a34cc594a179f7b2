using System.CommandLine;
using System.Globalization;
using NVirt.Cli.Commands.Fleets;
using NVirt.Cli.Output;

namespace NVirt.Cli;

/// <summary>Runs a command line, and says what becomes of errors.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult result = Parse(arguments);
        if (Session.IsForPrograms(result))
        {
            CultureInfo.CurrentUICulture = Language.English;
        }

        try
        {
            if (FleetServeCommand.Find(arguments))
            {
                return ExitCode.Done;
            }

            return ParseProblem.Find(result, arguments) is { } problem
                ? ErrorReport.Of(problem).Write(result, error)
                : result.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
#pragma warning disable CA1031 // A mistake of ours is reported in one line too, and never with a stack trace.
        catch (Exception e)
        {
            return ErrorReport.Of(e).Write(result, error);
        }
#pragma warning restore CA1031
    }

    // A tree of one command says the same as the whole one, as long as the command line is right.
    private static ParseResult Parse(IReadOnlyList<string> arguments)
    {
        ParserConfiguration configuration = new() { ResponseFileTokenReplacer = null };
        if (CommandTree.CreateNamed(arguments) is { } named)
        {
            ParseResult result = named.Parse(arguments, configuration);
            if (result.Action == result.CommandResult.Command.Action && ParseProblem.Find(result, arguments) is null)
            {
                return result;
            }
        }

        return CommandTree.CreateWhole().Parse(arguments, configuration);
    }
}
