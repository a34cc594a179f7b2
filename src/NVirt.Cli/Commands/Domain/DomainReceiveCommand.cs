using System.CommandLine;
using NVirt.Qemu.Migration;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt domain receive</c>: the other end of a migration by ssh. No person calls it.</summary>
internal static class DomainReceiveCommand
{
    public static Command Create()
    {
        Command command = DomainCommand.Create("receive", Messages.Command_DomainReceive, RunAsync);
        command.Hidden = true;
        return command;
    }

    // What travels is bytes, so neither stream goes through the session's writers.
    private static async Task<int> RunAsync(DomainRun run)
    {
        await using Stream input = Console.OpenStandardInput();
        await using Stream output = Console.OpenStandardOutput();
        await DestinationService.RunAsync(input, output, run.Driver.OpenDestination(), run.Cancellation);
        return ExitCode.Done;
    }
}
