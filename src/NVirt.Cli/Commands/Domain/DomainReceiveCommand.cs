using System.CommandLine;
using NVirt.Qemu.Migration;

namespace NVirt.Cli.Commands;

/// <summary><c>nvirt domain receive</c>: what the source of a migration runs here by ssh; nothing for people.</summary>
internal static class DomainReceiveCommand
{
    public static Command Create()
    {
        Command receive = DomainCommand.Create("receive", Messages.Command_DomainReceive, RunAsync);
        receive.Hidden = true;
        return receive;

        static async Task<int> RunAsync(DomainRun run)
        {
            await using Stream input = Console.OpenStandardInput();
            await using Stream output = Console.OpenStandardOutput();
            await DestinationService.RunAsync(input, output, run.Driver.OpenDestination(), run.Cancellation);
            return ExitCode.Done;
        }
    }
}
