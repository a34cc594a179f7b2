using System.CommandLine;
using NVirt.Conformance;

Argument<DirectoryInfo?> folder = new("DIR")
{
    Arity = ArgumentArity.ZeroOrOne,
    Description = "The folder with cases.jsonl; otherwise $NVIRT_CONFORMANCE, otherwise ../shared/conformance beside the project.",
};
Option<string?> op = new("--op") { Description = "Only this operation." };
Option<string?> arch = new("--arch") { Description = "Only this architecture." };
RootCommand command = new("Runs a folder of conformance cases.") { folder, op, arch };
command.SetAction(result => Runner.Run(result.GetValue(folder)?.FullName, result.GetValue(op), result.GetValue(arch)));
return command.Parse(args).Invoke();
