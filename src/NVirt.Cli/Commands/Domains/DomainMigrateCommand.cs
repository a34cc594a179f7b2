using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Domains;

/// <summary><c>nvirt domain migrate</c>: moves a guest that runs.</summary>
internal static class DomainMigrateCommand
{
    public static Command Create()
    {
        Argument<string> domain = DomainCommand.Domain();
        Argument<string> destination = new("DEST") { Description = Messages.Argument_Destination };
        MigrateOptions options = new();
        return DomainCommand.Create("migrate", Messages.Command_DomainMigrate, RunAsync, [domain, destination, .. options.All]);

        async Task<int> RunAsync(DomainRun run)
        {
            string name = run.Session.Get(domain)!;
            string to = run.Session.Get(destination)!;
            MigrationOptions how = options.Read(run.Session, run.Cancellation);
            await using IMigrationDestination there = await OpenAsync(run, name, to);
            MigrationResult result;
            try
            {
                result = await MigrationDisplay.ShowAsync(run, options.IsVerbose(run.Session),
                    p => run.Driver.MigrateAsync(DomainReference.Parse(name), there, how, p, run.Cancellation));
            }
            catch (OperationCanceledException e) when (run.Cancellation.IsCancellationRequested)
            {
                // The rules of migration say where the guest is; before they came into it, nothing had happened to it.
                throw Interrupted(
                    run, e.InnerException is OperationCanceledException ? e.Message : Text.Of(Messages.Error_MigrationNotBegun, name));
            }
            catch (CpuException e) when (Refusal.Of(e) is not null)
            {
                throw new DomainException(DomainErrorKind.Refused, Text.Of(Messages.Refused_Migration, name, there.Name), e);
            }

            foreach (string warning in result.Warnings)
            {
                run.Session.Note(warning);
            }

            if (run.IsJson)
            {
                run.Session.WriteJson(Json(result));
            }
            else
            {
                run.Say(Messages.Done_Migrate, name, there.Name);
            }

            return ExitCode.Done;
        }
    }

    private static async Task<IMigrationDestination> OpenAsync(DomainRun run, string name, string place)
    {
        try
        {
            return await Connections.OpenDestinationAsync(place, run.Driver, run.Session.Map, run.Cancellation);
        }
        catch (OperationCanceledException e) when (run.Cancellation.IsCancellationRequested)
        {
            string not = Text.Of(Messages.Error_MigrationNotBegun, name);
            throw Interrupted(run, e.InnerException is DomainException waited ? $"{waited.Message}; {not}" : not);
        }
    }

    private static CliException Interrupted(DomainRun run, string message) =>
        new(message, run.Session.Interruption.Code, CliErrorKind.Interrupted);

    private static JsonObject Json(MigrationResult result)
    {
        JsonObject json = DomainJson.Of(result.Domain);
        json["totalSeconds"] = result.Total.TotalSeconds;
        CpuJson.Set(json, "downtimeSeconds", result.Downtime?.TotalSeconds);
        json["sentBytes"] = result.SentBytes;
        json["warnings"] = CpuJson.Of(result.Warnings.AsEnumerable());
        return json;
    }
}
