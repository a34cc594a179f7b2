using System.CommandLine;
using NVirt.Cli.Input;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver.Migration;
using NVirt.RelaxNg;

namespace NVirt.Cli.Commands.Domains;

/// <summary>The options that say how a guest is moved.</summary>
internal sealed class MigrateOptions
{
    private readonly Option<bool> _live = new("--live") { Description = Messages.Option_Live };
    private readonly Option<bool> _persistent = new("--persistent") { Description = Messages.Option_Persistent };
    private readonly Option<bool> _undefine = new("--undefinesource") { Description = Messages.Option_UndefineSource };
    private readonly Option<bool> _suspend = new("--suspend") { Description = Messages.Option_Suspend };
    private readonly Option<string?> _name = new("--dname") { Description = Messages.Option_DName, HelpName = "NAME" };
    private readonly Option<string?> _document = new("--xml") { Description = Messages.Option_Xml, HelpName = "FILE" };
    private readonly Option<string?> _address = new("--migrateuri") { Description = Messages.Option_MigrateUri, HelpName = "URI" };
    private readonly Option<uint?> _bandwidth = SharedOptions.Number("--bandwidth", Messages.Option_Bandwidth, "MiB/s");
    private readonly Option<uint?> _downtime = SharedOptions.Number("--max-downtime", Messages.Option_MaxDowntime, "MS");
    private readonly Option<uint?> _timeout = SharedOptions.Number("--timeout", Messages.Option_MigrateTimeout, "S");
    private readonly Option<bool> _timeoutSuspend = new("--timeout-suspend") { Description = Messages.Option_TimeoutSuspend };
    private readonly Option<bool> _timeoutCancel = new("--timeout-cancel") { Description = Messages.Option_TimeoutCancel };
    private readonly Option<bool> _autoConverge = new("--auto-converge") { Description = Messages.Option_AutoConverge };
    private readonly Option<bool> _verbose = new("--verbose") { Description = Messages.Option_Verbose };

    /// <summary>All of them, for the command.</summary>
    public Symbol[] All =>
    [
        _live, _persistent, _undefine, _suspend, _name, _document, _address, _bandwidth, _downtime, _timeout, _timeoutSuspend,
        _timeoutCancel, _autoConverge, _verbose,
    ];

    public bool IsVerbose(Session session) => session.Get(_verbose);

    /// <summary>Where the state goes; <see langword="null"/> if the destination chooses.</summary>
    public string? AddressIn(Session session) => session.Get(_address);

    /// <summary>What they say. As in virsh, a guest that is late is paused, unless it is said otherwise.</summary>
    /// <exception cref="CliException">They contradict each other.</exception>
    public MigrationOptions Read(Session session, CancellationToken cancellation)
    {
        uint? timeout = session.Get(_timeout);
        bool cancels = session.Get(_timeoutCancel);
        bool suspends = session.Get(_timeoutSuspend);
        if (cancels && suspends)
        {
            throw new CliException(Messages.Error_TwoTimeoutActions, kind: CliErrorKind.Usage);
        }

        if (timeout is null && (cancels || suspends))
        {
            throw new CliException(Messages.Error_NoTimeout, kind: CliErrorKind.Usage);
        }

        return new MigrationOptions
        {
            IsLive = session.Get(_live),
            IsPersistent = session.Get(_persistent),
            UndefinesSource = session.Get(_undefine),
            StaysPaused = session.Get(_suspend),
            Name = session.Get(_name),
            Document = session.Get(_document) is { } file ? DomainDocument.Parse(Files.ReadText(file, cancellation), Files.Name(file))
                : null,
            BandwidthMiB = session.Get(_bandwidth),
            DowntimeLimit = session.Get(_downtime) is { } downtime ? TimeSpan.FromMilliseconds(downtime) : null,
            Timeout = timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            TimeoutSuspends = !cancels,
            AutoConverge = session.Get(_autoConverge),
        };
    }
}
