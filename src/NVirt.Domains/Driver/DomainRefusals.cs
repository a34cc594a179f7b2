using NVirt.Xml;

namespace NVirt.Domains.Driver;

/// <summary>What every driver refuses, with the same messages.</summary>
public sealed partial class DomainException
{
    /// <summary>There is no such domain.</summary>
    /// <param name="domain">How it was asked for.</param>
    public static DomainException NotFound(DomainReference domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return new DomainException(DomainErrorKind.NotFound, Text.Of(Messages.Driver_NoDomain, Text.OnOneLine(domain.ToString(), 200)));
    }

    /// <summary>A running domain that has no definition is asked for its definition (invalid state).</summary>
    public static DomainException NotDefined(string name) => new(DomainErrorKind.InvalidState, Text.Of(Messages.Driver_NotDefined, name));

    /// <summary>A running domain cannot be started (invalid state).</summary>
    public static DomainException AlreadyRuns(string name) => new(DomainErrorKind.InvalidState, Text.Of(Messages.Driver_AlreadyRuns, name));

    /// <summary>This needs a running domain (invalid state).</summary>
    public static DomainException NotRunning(string name) => new(DomainErrorKind.InvalidState, Text.Of(Messages.Driver_NotRunning, name));

    /// <summary>A domain that is not paused cannot be resumed (invalid state).</summary>
    public static DomainException NotPaused(string name) => new(DomainErrorKind.InvalidState, Text.Of(Messages.Driver_NotPaused, name));

    /// <summary>A migration handed a domain over, and it is not known whether it runs there (invalid state).</summary>
    public static DomainException MayRunElsewhere(string name) =>
        new(DomainErrorKind.InvalidState, Text.Of(Messages.Driver_MayRunElsewhere, name));

    /// <summary>A name belongs to a domain with another UUID (exists).</summary>
    public static DomainException NameTaken(string name, Guid owner) =>
        new(DomainErrorKind.Exists, Text.Of(Messages.Driver_NameTaken, name, owner));

    /// <summary>A UUID belongs to a domain with another name (exists).</summary>
    public static DomainException UuidTaken(Guid uuid, string owner) =>
        new(DomainErrorKind.Exists, Text.Of(Messages.Driver_UuidTaken, uuid, owner));

    /// <summary>Somebody else kept changing a domain during the whole wait (busy).</summary>
    /// <param name="holder">Who, or what they are doing.</param>
    /// <param name="waited">How long the wait was.</param>
    public static DomainException Busy(string holder, TimeSpan waited) =>
        new(DomainErrorKind.Busy, Text.Of(Messages.Driver_Busy, holder, waited.TotalSeconds));
}
