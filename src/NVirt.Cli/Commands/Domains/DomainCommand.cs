using System.CommandLine;
using System.CommandLine.Completions;
using NVirt.Cli.Output;
using NVirt.Cpu;
using NVirt.Domains.Driver;

namespace NVirt.Cli.Commands.Domains;

/// <summary>What the commands on domains have in common.</summary>
internal static class DomainCommand
{
    /// <summary>Makes a command of its parts.</summary>
    public static Command Create(string name, string description, Func<DomainRun, Task<int>> action, params ReadOnlySpan<Symbol> symbols) =>
        Create(name, description, OutputFormats.OfAnswer, action, symbols);

    /// <summary>The same of a command with other forms of output.</summary>
    public static Command Create(
        string name, string description, OutputFormat[] forms, Func<DomainRun, Task<int>> action, params ReadOnlySpan<Symbol> symbols) =>
        SharedOptions.Command(
            name, description, forms, session => session.Interruption.Run(token => RunAsync(session, action, token)), symbols);

    /// <summary>Makes a command that changes nothing, so a signal may end it anywhere.</summary>
    public static Command CreateReading(
        string name, string description, OutputFormat[] forms, Func<DomainRun, Task<int>> action, params ReadOnlySpan<Symbol> symbols) =>
        SharedOptions.Command(
            name, description, forms, session => Interruption.RunAside(() => RunAsync(session, action, CancellationToken.None)), symbols);

    /// <summary>Makes a command that does one thing with a domain.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">Its help.</param>
    /// <param name="done">What it says when it is done, with a place for the domain.</param>
    /// <param name="action">What it does.</param>
    public static Command Create(
        string name, string description, string done, Func<IDomainDriver, DomainReference, CancellationToken, Task> action)
    {
        Argument<string> domain = Domain();
        return Create(
            name, description, run => run.DoAsync(run.Session.Get(domain)!, done, (d, token) => action(run.Driver, d, token)), domain);
    }

    /// <summary>The argument that names a domain.</summary>
    public static Argument<string> Domain()
    {
        Argument<string> domain = new("DOMAIN") { Description = Messages.Argument_DomainName };
        domain.CompletionSources.Add(Names);
        return domain;
    }

    /// <summary>The names of all domains; what cannot be connected to has none to offer.</summary>
    public static IEnumerable<CompletionItem> Names(CompletionContext context)
    {
        try
        {
            IDomainDriver driver = Connections.Open(DomainGroup.UriOf(context.ParseResult));
            return driver.ListAsync().GetAwaiter().GetResult().Select(d => new CompletionItem(d.Name));
        }
        catch (Exception e) when (e is DomainException or CpuException or CliException)
        {
            return [];
        }
    }

    private static async Task<int> RunAsync(Session session, Func<DomainRun, Task<int>> action, CancellationToken cancellation)
    {
        try
        {
            await using IDomainDriver driver = Connections.Open(session.DomainUri, session.Map);
            return await action(new DomainRun(session, driver, session.IsJson, cancellation));
        }
        catch (Exception e) when (Refusal.Of(e) is { } refusal)
        {
            throw refusal.ToError(session);
        }
    }
}
