using System.CommandLine;
using System.Globalization;
using NVirt.Cli.Commands;
using NVirt.Cli.Output;

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

        try
        {
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

    /// <summary>The tree of commands.</summary>
    public static ToolCommand CreateRoot()
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
