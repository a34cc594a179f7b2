using System.CommandLine;
using NVirt.Domains.Driver.Migration;

namespace NVirt.Cli.Commands.Domains;

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
        IMigrationReceiver receiver = run.Require<IMigrationReceiver>(Messages.Error_NoReceiver);
        await using Stream input = Console.OpenStandardInput();
        await using Stream output = Console.OpenStandardOutput();
        await receiver.ReceiveAsync(input, output, run.Cancellation);
        return ExitCode.Done;
    }
}
