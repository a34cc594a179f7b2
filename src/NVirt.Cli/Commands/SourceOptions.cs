using System.CommandLine;
using NVirt.Cli.Input;

namespace NVirt.Cli.Commands;

/// <summary>The options that say of documents what they may not tell themselves; made anew for each command.</summary>
internal sealed class SourceOptions
{
    private readonly Option<string?> _from = SharedOptions.From();
    private readonly Option<Version?> _libvirt = SharedOptions.Libvirt();

    /// <summary>All of them, for the command.</summary>
    public Symbol[] All => [_from, _libvirt];

    /// <summary>What was given.</summary>
    public SourceHints Of(Session session) => new(session.Get(_from), session.Get(_libvirt));
}
