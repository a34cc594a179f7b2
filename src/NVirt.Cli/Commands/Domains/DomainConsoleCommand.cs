using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Input;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain console</c>: a guest's serial port or console on this terminal.</summary>
internal static class DomainConsoleCommand
{
    public static Command Create()
    {
        Argument<string> domain = DomainCommand.Domain();
        Option<string?> device = new("--devname") { Description = Messages.Option_DevName, HelpName = "NAME" };
        return DomainCommand.Create("console", Messages.Command_DomainConsole, RunAsync, domain, device);

        async Task<int> RunAsync(DomainRun run)
        {
            string name = run.Session.Get(domain)!;
            IDomainConsoles consoles = run.Require<IDomainConsoles>(Messages.Error_NoConsoles);
            await using DomainConsole console =
                await consoles.OpenConsoleAsync(DomainReference.Parse(name), run.Session.Get(device), run.Cancellation);
            if (run.IsJson)
            {
                run.Session.WriteJson(new JsonObject { ["device"] = console.Device, ["type"] = console.Type, ["path"] = console.Path });
                return ExitCode.Done;
            }

            run.Session.Note(Text.Of(Messages.Note_Connected, name));
            if (!Console.IsInputRedirected)
            {
                run.Session.Note(Messages.Note_Escape);
            }

            using RawTerminal? terminal = RawTerminal.Enter();
            await ConsoleTraffic.CarryAsync(console, terminal is not null, run.Cancellation);
            return ExitCode.Done;
        }
    }
}
