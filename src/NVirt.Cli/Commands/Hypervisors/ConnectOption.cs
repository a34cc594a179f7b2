using System.CommandLine;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Hypervisors;

/// <summary>The option that has a hypervisor asked through its driver, where a command otherwise asks this machine.</summary>
internal sealed class ConnectOption
{
    private readonly Option<string?> _uri = new("--connect", "-c") { Description = Messages.Option_ConnectAsk, HelpName = "URI" };

    public ConnectOption() => _uri.CompletionSources.Add(_ => Connections.Forms);

    /// <summary>The option, for the command.</summary>
    public Symbol Symbol => _uri;

    /// <summary>Whether it was given.</summary>
    /// <param name="session">The command.</param>
    /// <param name="others">Options that make no sense beside it, and whether they were given.</param>
    /// <exception cref="CliException">One of them was given too.</exception>
    public bool IsGiven(Session session, params ReadOnlySpan<(string Name, bool IsGiven)> others)
    {
        if (session.Get(_uri) is null)
        {
            return false;
        }

        foreach ((string name, bool isGiven) in others)
        {
            if (isGiven)
            {
                throw new CliException(Text.Of(Messages.Error_ConnectAlone, name), kind: CliErrorKind.Usage);
            }
        }

        return true;
    }

    /// <summary>Asks the driver.</summary>
    public T Ask<T>(Session session, Func<IDomainDriver, CancellationToken, Task<T>> ask) => session.Interruption.Run(async token =>
    {
        await using IDomainDriver driver = Connections.Open(session.Get(_uri)!, session.Map);
        return await ask(driver, token);
    });
}
