using System.CommandLine;

namespace NVirt.Fleet.Server.Hosting;

/// <summary>The command line of the service.</summary>
internal sealed class ServerCommand : RootCommand
{
    private readonly Option<string> _db = new("--db")
    {
        Description = Messages.Option_Db,
        HelpName = "FILE|CONNECTION",
        DefaultValueFactory = _ => "fleet.db",
    };

    public ServerCommand()
        : base(Messages.Program_Description)
    {
        Add(_db);
        SetAction((_, _) => Task.FromResult(0));
    }
}
