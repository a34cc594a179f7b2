using System.CommandLine;
using System.CommandLine.Invocation;
using NVirt.Cli.Commands;
using NVirt.Cpu;

namespace NVirt.Cli;

/// <summary>The tree of commands, and what becomes of errors.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult result = CreateRoot().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Action is ParseErrorAction && result.Errors.Count > 0)
        {
            Report(error, WithoutIndents(result.Errors[0].Message));
            error.WriteLine(Text.Of(Messages.Error_SeeHelp, PathOf(result)));
            return ExitCode.NotJudged;
        }

        try
        {
            return result.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (CpuException e)
        {
            Report(error, e.Message);
            return ExitCode.Of(e.Refusal);
        }
        catch (CliException e)
        {
            Report(error, e.Message);
            return e.Code;
        }
        catch (IOException e)
        {
            // For example a pipe whose reader went away.
            Report(error, e.Message);
            return ExitCode.NotJudged;
        }
#pragma warning disable CA1031 // A mistake of ours is reported in one line too, and never with a stack trace.
        catch (Exception e)
        {
            Report(error, Text.Of(Messages.Error_Internal, e.GetType().Name, WithoutIndents(e.Message)));
            return ExitCode.NotJudged;
        }
#pragma warning restore CA1031
    }

    // One line, whatever a file or an argument is called.
    private static void Report(TextWriter error, string problem) => error.WriteLine($"nvirt: {Text.OnOneLine(problem)}");

    private static string WithoutIndents(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static RootCommand CreateRoot()
    {
        RootCommand root = new(Messages.Root)
        {
            HostCommand.Create(),
            new Command("cpu", Messages.Cpu)
            {
                CpuHostCommand.Create(),
                CpuDecodeCommand.Create(),
                CpuEncodeCommand.Create(),
                CpuCompareCommand.Create(),
                CpuExplainCommand.Create(),
                CpuBaselineCommand.Create(),
                CpuGuestCommand.Create(),
                CpuUpdateCommand.Create(),
                CpuUpdateLiveCommand.Create(),
                CpuHasFeatureCommand.Create(),
                CpuSignatureCommand.Create(),
                CpuModelsCommand.Create(),
                CpuFeaturesCommand.Create(),
                CpuShowCommand.Create(),
            },
            new Command("xen", Messages.Xen) { XenCpuidCommand.Create() },
            new Command("vmware", Messages.VMware) { VMwareCpuidCommand.Create(), VMwareEvcCommand.Create() },
            CompletionCommand.Create(),
        };
        GlobalOptions.AddTo(root);
        return root;
    }

    // The words of the command that was meant, for "see ... --help".
    private static string PathOf(ParseResult result)
    {
        List<string> words = [];
        for (Symbol? symbol = result.CommandResult.Command; symbol is not null; symbol = symbol.Parents.FirstOrDefault())
        {
            words.Insert(0, symbol is RootCommand ? "nvirt" : symbol.Name);
        }

        return string.Join(' ', words);
    }
}
