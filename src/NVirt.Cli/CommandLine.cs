using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using NVirt.Cli.Commands;
using NVirt.Cli.Output;
using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Cli;

/// <summary>The tree of commands, and what becomes of errors.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult result = CreateRoot().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (Session.IsForPrograms(result))
        {
            CultureInfo.CurrentUICulture = Language.English;
        }

        if (result.Action is ParseErrorAction && result.Errors.Count > 0)
        {
            Report(error, ParseProblem.Describe(result));
            error.WriteLine(Text.Of(Messages.Error_SeeHelp, Help.PathOf(result.CommandResult.Command)));
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
        catch (DomainException e)
        {
            Report(error, e.Message);
            return ExitCode.NotJudged;
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
            Report(error, Text.Of(Messages.Error_Internal, e.GetType().Name, e.Message));
            return ExitCode.NotJudged;
        }
#pragma warning restore CA1031
    }

    // One line, whatever a file or an argument is called.
    private static void Report(TextWriter error, string problem) => error.WriteLine($"nvirt: {Text.OnOneLine(problem)}");

    private static ToolCommand CreateRoot()
    {
        ToolCommand root = new()
        {
            HostCommand.Create(),
            CapabilitiesCommand.Create(),
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
            ValidateCommand.Create(),
            DomainCapabilitiesCommand.Create(),
            new DomainGroup(),
            new Command("qemu", Messages.Qemu)
            {
                QemuRecordCommand.Create(),
                QemuArgsCommand.Create(),
            },
            new Command("xen", Messages.Xen) { XenCpuidCommand.Create() },
            new Command("vmware", Messages.VMware) { VMwareCpuidCommand.Create(), VMwareEvcCommand.Create() },
            CompletionCommand.Create(),
        };
        Help.AddTo(root);
        return root;
    }
}
