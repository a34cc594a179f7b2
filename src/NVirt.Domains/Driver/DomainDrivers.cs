using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.Domains.Driver.Migration;
using NVirt.Xml;

namespace NVirt.Domains.Driver;

/// <summary>The drivers that a program has, opened by their URIs. Safe for use by several threads.</summary>
/// <param name="schemes">The drivers; each has its own scheme.</param>
public sealed partial class DomainDrivers(params IReadOnlyList<DriverScheme> schemes)
{
    private const int LongestShown = 300;

    /// <summary>
    /// Opens the drivers that are behind a daemon, and gives <see langword="null"/> for a URI that names none. It is asked first. Default:
    /// there are none.
    /// </summary>
    public Func<string, IDomainDriver?> Daemons { get; init; } = _ => null;

    /// <summary>
    /// The same for destinations of migrations: behind a daemon, to which guests of daemons and of this program's own drivers move.
    /// </summary>
    public Func<string, IMigrationDestination?> DaemonDestinations { get; init; } = _ => null;

    /// <summary>What URIs of daemons look like, for people.</summary>
    public IReadOnlyList<string> DaemonForms { get; init; } = [];

    /// <summary>What URIs look like, for people; the usual one of each driver is first.</summary>
    public IEnumerable<string> Forms => schemes.SelectMany(s => s.Forms).Concat(DaemonForms);

    /// <summary>Connects to a hypervisor.</summary>
    /// <param name="uri">For example <c>qemu:///</c> or <c>test:///default</c>.</param>
    /// <exception cref="DomainException">
    /// It is not a URI of these drivers, or has a part that the driver does not know (invalid argument): no part is ignored. Or
    /// the driver cannot be opened.
    /// </exception>
    /// <exception cref="CpuException">The driver needs this machine's CPU, and cannot read it.</exception>
    public IDomainDriver Open(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return Daemons(uri) ?? Open(uri, [.. Forms]);
    }

    /// <summary>Opens the destination of a migration: a hypervisor of the same kind as its source.</summary>
    /// <param name="uri">
    /// The URI of a driver, which is opened for this and closed with the destination; or that of another host, for example
    /// <c>qemu+ssh://host/</c>; or that of a daemon. A guest of a daemon moves only to a daemon.
    /// </param>
    /// <param name="source">Where the guest is now.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DomainException">
    /// It is no such URI, is another kind of hypervisor, or is the source itself (invalid argument); or it cannot be reached, or takes no
    /// guests.
    /// </exception>
    /// <exception cref="CpuException">The driver needs this machine's CPU, and cannot read it.</exception>
    public async Task<IMigrationDestination> OpenDestinationAsync(
        string uri, IDomainDriver source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(source);
        if (DaemonDestinations(uri) is { } daemon)
        {
            string problem = KindOf(uri) != KindOf(source.Uri.Scheme) ? Text.Of(Messages.Uri_OtherHypervisor, source.Uri)
                : uri == source.Uri.OriginalString ? Messages.Uri_SameDaemon
                : string.Empty;
            if (problem.Length == 0)
            {
                return daemon;
            }

            await daemon.DisposeAsync();
            throw Refuse(uri, problem, [.. DaemonForms]);
        }

        if (await IsBehindDaemonAsync(source))
        {
            throw Refuse(uri, Text.Of(Messages.Uri_OnlyDaemons, source.Uri), [.. DaemonForms]);
        }

        DriverScheme? own = schemes.FirstOrDefault(s => s.IsNamed(source.Uri.Scheme));
        if (own is null && !source.Operations.HasFlag(DomainOperations.Migration))
        {
            throw new DomainException(
                DomainErrorKind.NoSupport,
                Text.Of(Messages.Driver_Lacks, source.Uri, nameof(DomainOperations.Migration), source.Operations));
        }

        string[] forms = [.. own?.DestinationForms ?? []];
        string name = NameIn(Read(uri, forms));
        if (own?.IsReachedBy(name) == true)
        {
            return await own.ReachAsync(name, uri, cancellation);
        }

        if (own?.IsNamed(name) != true)
        {
            throw Refuse(uri, Text.Of(Messages.Uri_OtherHypervisor, source.Uri), forms);
        }

        IDomainDriver there = Open(uri, forms);
        try
        {
            return there.Uri.AbsoluteUri != source.Uri.AbsoluteUri ? new DriverDestination(there)
                : throw new DomainException(DomainErrorKind.InvalidArgument, Text.Of(Messages.Uri_SamePlace, Shown(uri)));
        }
        catch
        {
            await there.DisposeAsync();
            throw;
        }
    }

    private static string KindOf(string uri) => uri.Split(':', '+')[0].ToLowerInvariant();

    private async Task<bool> IsBehindDaemonAsync(IDomainDriver source)
    {
        if (Daemons(source.Uri.OriginalString) is not { } daemon)
        {
            return false;
        }

        await daemon.DisposeAsync();
        return true;
    }

    private IDomainDriver Open(string uri, string[] forms)
    {
        Match match = Read(uri, forms);
        string name = NameIn(match);
        DriverScheme scheme = schemes.FirstOrDefault(s => s.IsNamed(name)) ?? throw Refuse(
            uri, Text.Of(schemes.Any(s => s.IsReachedBy(name)) ? Messages.Uri_DestinationOnly : Messages.Uri_Scheme, name), forms);
        (string Part, bool IsRight)[] parts =
        [
            (Messages.Uri_Host, match.Groups["authority"].Length == 0),
            (Text.Of(Messages.Uri_Path, string.Join(", ", scheme.Paths)), scheme.Paths.Contains(match.Groups["path"].Value)),
            (Messages.Uri_Fragment, !match.Groups["fragment"].Success),
        ];
        return Array.Find(parts, p => !p.IsRight).Part is { } wrong
            ? throw Refuse(uri, wrong, forms)
            : scheme.Open(match.Groups["query"] is { Success: true, Value: var query } ? Parameters(uri, query, scheme, forms)
            : new Dictionary<string, string>());
    }

    private static Match Read(string uri, string[] forms) =>
        Form().Match(uri) is { Success: true } match ? match : throw Refuse(uri, Messages.Uri_None, forms);

    private static string NameIn(Match match) => match.Groups["scheme"].Value;

    private static Dictionary<string, string> Parameters(string uri, string query, DriverScheme scheme, string[] forms)
    {
        Dictionary<string, string> parameters = [];
        foreach (string part in query.Split('&'))
        {
            string[] words = part.Split('=', 2);
            string? value = words.Length > 1 ? PercentText.Decode(words[1]) : null;
            string? wrong = !scheme.Parameters.Contains(words[0]) ? Text.Of(Messages.Uri_Parameter, words[0])
                : string.IsNullOrEmpty(value) || value.Contains('\0', StringComparison.Ordinal) ? Text.Of(Messages.Uri_Value, words[0])
                : !parameters.TryAdd(words[0], value) ? Text.Of(Messages.Uri_Twice, words[0])
                : null;
            if (wrong is not null)
            {
                throw Refuse(uri, wrong, forms);
            }
        }

        return parameters;
    }

    private static DomainException Refuse(string uri, string why, string[] forms) => new(
        DomainErrorKind.InvalidArgument,
        Text.Of(Messages.Uri_Refused, Shown(uri), Text.OnOneLine(why, LongestShown), string.Join(", ", forms)));

    private static string Shown(string uri) => Text.OnOneLine(uri, LongestShown);

    [GeneratedRegex(@"^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?<authority>[^/?#]*)(?<path>[^?#]*)(\?(?<query>[^#]*))?(?<fragment>#.*)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, 1000)]
    private static partial Regex Form();
}
