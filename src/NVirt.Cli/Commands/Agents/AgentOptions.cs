using System.CommandLine;
using NVirt.Fleet.Agent.Configuration;

namespace NVirt.Cli.Commands.Agents;

/// <summary>The settings of the agent: those of the configuration file, and over them those of the command line.</summary>
internal sealed class AgentOptions
{
    private readonly Option<string?> _config = File("--config", Messages.Option_AgentConfig);
    private readonly Option<string?> _server = new("--server") { Description = Messages.Option_AgentServer, HelpName = "URL" };
    private readonly Option<string?> _token = File("--token-file", Messages.Option_AgentToken);
    private readonly Option<string?> _enrol = File("--enrol-token-file", Messages.Option_AgentEnrol);
    private readonly Option<string?> _ca = File("--ca", Messages.Option_AgentCa);
    private readonly Option<string?> _certificate = File("--cert", Messages.Option_AgentCertificate);
    private readonly Option<string?> _key = File("--key", Messages.Option_AgentKey);
    private readonly Option<bool> _insecure = new("--insecure") { Description = Messages.Option_AgentInsecure };
    private readonly Option<string?> _state = new("--state") { Description = Messages.Option_AgentState, HelpName = "DIR" };
    private readonly Option<string?> _name = new("--name") { Description = Messages.Option_AgentName, HelpName = "NAME" };
    private readonly Option<string?> _root = new("--root") { Description = Messages.Option_AgentRoot, HelpName = "DIR" };
    private readonly Option<TimeSpan?> _interval = SharedOptions.Time("--interval", Messages.Option_AgentInterval);

    /// <summary>All of them, for the command.</summary>
    public Symbol[] All => [_config, _server, _token, _enrol, _ca, _certificate, _key, _insecure, _state, _name, _root, _interval];

    /// <summary>The settings.</summary>
    /// <exception cref="NVirt.Fleet.Agent.AgentException">The configuration file cannot be read.</exception>
    public AgentConfiguration Read(Session session)
    {
        AgentConfiguration configuration = AgentConfigurationReader.Read(session.Get(_config));
        return configuration with
        {
            Server = session.Get(_server) ?? configuration.Server,
            TokenFile = session.Get(_token) ?? configuration.TokenFile,
            EnrolTokenFile = session.Get(_enrol) ?? configuration.EnrolTokenFile,
            Ca = session.Get(_ca) ?? configuration.Ca,
            Certificate = session.Get(_certificate) ?? configuration.Certificate,
            Key = session.Get(_key) ?? configuration.Key,
            Insecure = session.Get(_insecure) || configuration.Insecure,
            State = session.Get(_state) ?? configuration.State,
            Name = session.Get(_name) ?? configuration.Name,
            Root = session.Get(_root) ?? configuration.Root,
            Interval = (int?)session.Get(_interval)?.TotalSeconds ?? configuration.Interval,
        };
    }

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
