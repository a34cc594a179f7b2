using NVirt.Cpu;

namespace NVirt.Domains;

/// <summary>What every driver refuses, in the same words.</summary>
public sealed partial class DomainException
{
    /// <summary>There is no such domain.</summary>
    /// <param name="domain">What was asked for.</param>
    public static DomainException NotFound(string domain) => new(DomainErrorKind.NotFound, Text.Of(Messages.Driver_NoDomain, Text.OnOneLine(domain, 200)));

    /// <summary>A domain that only runs is asked for its definition (not found).</summary>
    public static DomainException NotDefined(string name) => new(DomainErrorKind.NotFound, Text.Of(Messages.Driver_NotDefined, name));

    /// <summary>A domain that runs can not be started (invalid state).</summary>
    public static DomainException AlreadyRuns(string name) => new(DomainErrorKind.InvalidState, Text.Of(Messages.Driver_AlreadyRuns, name));

    /// <summary>A domain has to run for this (invalid state).</summary>
    public static DomainException NotRunning(string name) => new(DomainErrorKind.InvalidState, Text.Of(Messages.Driver_NotRunning, name));

    /// <summary>A domain that is not paused can not be resumed (invalid state).</summary>
    public static DomainException NotPaused(string name) => new(DomainErrorKind.InvalidState, Text.Of(Messages.Driver_NotPaused, name));

    /// <summary>A name belongs to a domain with another UUID (exists).</summary>
    public static DomainException NameTaken(string name, Guid owner) => new(DomainErrorKind.Exists, Text.Of(Messages.Driver_NameTaken, name, owner));

    /// <summary>A UUID belongs to a domain with another name (exists).</summary>
    public static DomainException UuidTaken(Guid uuid, string owner) => new(DomainErrorKind.Exists, Text.Of(Messages.Driver_UuidTaken, uuid, owner));

    /// <summary>Somebody else was changing a domain all the time (busy).</summary>
    /// <param name="holder">Who, or what for.</param>
    /// <param name="waited">How long that was.</param>
    public static DomainException Busy(string holder, TimeSpan waited) =>
        new(DomainErrorKind.Busy, Text.Of(Messages.Driver_Busy, holder, waited.TotalSeconds));
}
