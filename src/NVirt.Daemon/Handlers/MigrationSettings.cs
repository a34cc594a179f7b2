using NVirt.Daemon.Faults;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver.Migration;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>How a client wants a guest to be migrated: its flags and parameters.</summary>
/// <param name="flags">The flags.</param>
/// <param name="parameters">The parameters; those that are not known are refused, unless they only hint.</param>
internal sealed class MigrationSettings(uint flags, IEnumerable<TypedParameter> parameters)
{
    /// <summary>The flags that have a meaning here. Whether it is safe is decided by what the guest has, not by the client.</summary>
    public const uint Known = (uint)(VirDomainMigrateFlags.Live | VirDomainMigrateFlags.PersistDest | VirDomainMigrateFlags.UndefineSource
        | VirDomainMigrateFlags.Paused | VirDomainMigrateFlags.ChangeProtection | VirDomainMigrateFlags.AbortOnError
        | VirDomainMigrateFlags.AutoConverge | VirDomainMigrateFlags.Peer2peer | VirDomainMigrateFlags.Offline);

    private readonly Dictionary<string, object> _values = Read(parameters);

    /// <summary>The document for the destination; <see langword="null"/> for the guest's own.</summary>
    public string? Document => WordOf("destination_xml");

    /// <summary>The name at the destination; <see langword="null"/> for the same.</summary>
    public string? Name => WordOf("destination_name");

    /// <summary>Where the state goes; <see langword="null"/> if the destination chooses.</summary>
    public string? Address => WordOf("migrate_uri");

    /// <summary>Whether the daemon of the source drives the migration.</summary>
    public bool IsDrivenHere => Has(VirDomainMigrateFlags.Peer2peer);

    /// <summary>Whether only the definition goes there.</summary>
    public bool IsOffline => Has(VirDomainMigrateFlags.Offline);

    /// <summary>Whether the destination keeps the definition.</summary>
    public bool IsPersistent => Has(VirDomainMigrateFlags.PersistDest);

    /// <summary>Whether the source loses the definition.</summary>
    public bool UndefinesSource => Has(VirDomainMigrateFlags.UndefineSource);

    /// <summary>Whether the guest stays paused.</summary>
    public bool IsPaused => Has(VirDomainMigrateFlags.Paused);

    /// <summary>As the driver's options.</summary>
    public MigrationOptions ToOptions() => new()
    {
        IsLive = Has(VirDomainMigrateFlags.Live),
        IsPersistent = IsPersistent,
        UndefinesSource = UndefinesSource,
        StaysPaused = IsPaused,
        AutoConverge = Has(VirDomainMigrateFlags.AutoConverge),
        Document = ReadDocument(),
        Name = Name,
        BandwidthMiB = _values.TryGetValue("bandwidth", out object? limit) && limit is ulong and > 0 and <= uint.MaxValue
            ? (uint)(ulong)limit : null,
    };

    /// <summary>The document for the destination, read; <see langword="null"/> for the guest's own.</summary>
    public DomainDocument? ReadDocument() => Document is { } document ? DomainDocument.Parse(document) : null;

    private bool Has(VirDomainMigrateFlags flag) => (flags & (uint)flag) != 0;

    private string? WordOf(string name) => _values.TryGetValue(name, out object? value) ? value as string : null;

    private static Dictionary<string, object> Read(IEnumerable<TypedParameter> parameters)
    {
        Dictionary<string, object> values = new(StringComparer.Ordinal);
        foreach (TypedParameter parameter in parameters)
        {
            values[parameter.Field] = parameter.Field is "destination_xml" or "destination_name" or "migrate_uri" or "bandwidth"
                ? parameter.Value
                : throw Fault.Of(
                    VirErrorNumber.ArgumentUnsupported, VirErrorDomain.Qemu,
                    Text.Of(Messages.Migration_Parameter, Text.OnOneLine(parameter.Field, 100)));
        }

        return values;
    }
}
