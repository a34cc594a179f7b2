using System.CommandLine;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Api;
using NVirt.Fleet.Server.Settings;
using NVirt.Fleet.Server.Store;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Hosting;

/// <summary><c>nvirt-fleetd token</c>: makes a token in the store itself, as for the first administrator.</summary>
internal static class TokenCommand
{
    /// <summary>The command.</summary>
    /// <param name="settings">The settings of a command line.</param>
    public static Command Create(Func<ParseResult, ServerSettings> settings)
    {
        Option<string> role = new("--role") { Description = Messages.Option_Role, DefaultValueFactory = _ => Roles.Admin };
        role.AcceptOnlyFromAmong([.. Roles.All]);
        Option<string?> host = new("--host") { Description = Messages.Option_Host, HelpName = "NAME" };
        Option<double?> hours = new("--hours") { Description = Messages.Option_Hours, HelpName = "N" };
        Option<int?> uses = new("--uses") { Description = Messages.Option_Uses, HelpName = "N" };
        Option<bool> replaces = new("--replaces") { Description = Messages.Option_Replaces };
        Command command = new("token", Messages.Command_Token) { role, host, hours, uses, replaces };
        command.SetAction((arguments, cancellation) => ServerCommand.RunAsync(arguments, async () =>
        {
            TokenRequest request = new()
            {
                Role = arguments.GetValue(role)!,
                Host = arguments.GetValue(host),
                Hours = arguments.GetValue(hours),
                Uses = arguments.GetValue(uses),
                Replaces = arguments.GetValue(replaces),
            };
            string who = $"{Environment.UserName} (nvirt-fleetd token)";
            (StoredToken? token, string secret, string? problem) = TokenEndpoints.Make(request, who, DateTimeOffset.UtcNow);
            if (token is null)
            {
                throw new SettingsException(problem!);
            }

            await using IFleetStore store = await FleetStores.OpenAsync(settings(arguments).Db, cancellation);
            await store.AddTokenAsync(token, new NewAudit(token.CreatedAt, who, "token", token.Id, token.Role), cancellation);
            await arguments.InvocationConfiguration.Output.WriteLineAsync(secret);
        }));
        return command;
    }
}
