using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Remote.Migration;

/// <summary>The options of a migration as the protocol has them.</summary>
internal static class MigrationWords
{
    /// <summary>The flags for the source. It keeps others from the guest until it is told how the migration ended.</summary>
    public static uint FlagsOf(MigrationOptions options) => (uint)(VirDomainMigrateFlags.ChangeProtection
        | If(options.IsLive, VirDomainMigrateFlags.Live)
        | If(options.IsPersistent, VirDomainMigrateFlags.PersistDest)
        | If(options.UndefinesSource, VirDomainMigrateFlags.UndefineSource)
        | If(options.StaysPaused, VirDomainMigrateFlags.Paused)
        | If(options.AutoConverge, VirDomainMigrateFlags.AutoConverge));

    /// <summary>The parameters for the source.</summary>
    /// <exception cref="DomainException">The protocol has no word for one of the options.</exception>
    public static TypedParameter[] ParametersOf(MigrationOptions options, Uri daemon)
    {
        Require(options.DowntimeLimit is null, nameof(options.DowntimeLimit), daemon);
        Require(options.Timeout is null, nameof(options.Timeout), daemon);
        return
        [
            .. options.Name is { } name ? (TypedParameter[])[TypedParameter.OfString("destination_name", name)] : [],
            .. options.Document is { } document ? (TypedParameter[])[TypedParameter.OfString("destination_xml", document.Text)] : [],
            .. options.BandwidthMiB is { } limit ? (TypedParameter[])[TypedParameter.OfULong("bandwidth", limit)] : [],
        ];
    }

    /// <summary>Refuses an option that cannot be told.</summary>
    /// <exception cref="DomainException">It is there.</exception>
    public static void Require(bool isAbsent, string option, Uri daemon)
    {
        if (!isAbsent)
        {
            throw new DomainException(DomainErrorKind.NoSupport, Text.Of(Messages.Migration_Option, daemon, option));
        }
    }

    private static VirDomainMigrateFlags If(bool isSet, VirDomainMigrateFlags flag) => isSet ? flag : default;
}
