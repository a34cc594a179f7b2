using System.CommandLine;
using NVirt.Fleet.Server.Logs;
using NVirt.Fleet.Server.Settings;
using NVirt.Fleet.Server.Store;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Hosting;

/// <summary>The command line of the service.</summary>
internal sealed class ServerCommand : RootCommand
{
    private readonly Option<string?> _config = new("--config") { Description = Messages.Option_Config, HelpName = "FILE" };
    private readonly Option<string?> _db = new("--db") { Description = Messages.Option_Db, HelpName = "FILE|CONNECTION", Recursive = true };
    private readonly Option<string[]> _listen = new("--listen") { Description = Messages.Option_Listen, HelpName = "URL" };
    private readonly Option<bool> _insecure = new("--insecure") { Description = Messages.Option_Insecure };
    private readonly Option<bool> _check = new("--check-config") { Description = Messages.Option_CheckConfig };

    public ServerCommand()
        : base(Messages.Program_Description)
    {
        _config.Recursive = true;
        Add(_config);
        Add(_db);
        Add(_listen);
        Add(_insecure);
        Add(_check);
        Add(TokenCommand.Create(SettingsOf));
        SetAction((arguments, cancellation) => RunAsync(arguments, () => ServeAsync(arguments, cancellation)));
    }

    /// <summary>Runs something, and says on one line why it cannot.</summary>
    /// <returns>The exit code: 1 if it cannot.</returns>
    public static async Task<int> RunAsync(ParseResult arguments, Func<Task> action)
    {
        try
        {
            await action();
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SettingsException or StoreException)
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync($"nvirt-fleetd: {Text.OnOneLine(e.Message)}");
            return 1;
        }
    }

    private ServerSettings SettingsOf(ParseResult arguments)
    {
        ServerSettings settings = SettingsReader.Read(arguments.GetValue(_config));
        return settings with
        {
            Db = arguments.GetValue(_db) ?? settings.Db,
            Listen = arguments.GetValue(_listen) is { Length: > 0 } urls ? [.. urls] : settings.Listen,
            Insecure = arguments.GetValue(_insecure) || settings.Insecure,
        };
    }

    private async Task ServeAsync(ParseResult arguments, CancellationToken cancellation)
    {
        ServerSettings settings = SettingsOf(arguments);
        SettingsCheck.Require(settings);
        if (arguments.GetValue(_check))
        {
            await arguments.InvocationConfiguration.Output.WriteLineAsync(Text.Of(
                Messages.Settings_Valid, arguments.GetValue(_config) ?? SettingsReader.UsualFile));
            return;
        }

        await using IFleetStore store = await FleetStores.OpenAsync(settings.Db, cancellation);
        await using WebApplication app = ServerHost.Create(settings, store);
        await app.StartAsync(cancellation);
        ServerLog log = app.Services.GetRequiredService<ServerLog>();
        foreach (string address in ServerHost.AddressesOf(app))
        {
            log.Listening(address, FleetStores.NameOf(settings.Db));
        }

        await app.WaitForShutdownAsync(cancellation);
    }
}
