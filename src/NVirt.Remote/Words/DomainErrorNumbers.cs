using NVirt.Cpu;
using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;

namespace NVirt.Remote.Words;

/// <summary>
/// Why something failed, as a kind of the contract and as a number of libvirt's protocol. The daemon and its clients go by the same rows: a
/// kind is told by its first row, and a number means the row with the same origin, or else the first one with the number.
/// </summary>
public static class DomainErrorNumbers
{
    private static readonly (DomainErrorKind Kind, VirErrorNumber Code, VirErrorDomain Domain)[] Rows =
    [
        (DomainErrorKind.NotFound, VirErrorNumber.NoDomain, VirErrorDomain.Qemu),
        (DomainErrorKind.Failed, VirErrorNumber.OperationFailed, VirErrorDomain.Qemu),
        (DomainErrorKind.Exists, VirErrorNumber.OperationFailed, VirErrorDomain.Domain),
        (DomainErrorKind.InvalidState, VirErrorNumber.OperationInvalid, VirErrorDomain.Domain),
        (DomainErrorKind.InvalidArgument, VirErrorNumber.InvalidArg, VirErrorDomain.Qemu),
        (DomainErrorKind.Busy, VirErrorNumber.OperationTimeout, VirErrorDomain.Qemu),
        (DomainErrorKind.TimedOut, VirErrorNumber.OperationTimeout, VirErrorDomain.Qemu),
        (DomainErrorKind.NoSupport, VirErrorNumber.NoSupport, VirErrorDomain.Rpc),
        (DomainErrorKind.NoSupport, VirErrorNumber.OperationUnsupported, VirErrorDomain.Qemu),
        (DomainErrorKind.NoSupport, VirErrorNumber.ArgumentUnsupported, VirErrorDomain.Qemu),
        (DomainErrorKind.Malformed, VirErrorNumber.XmlError, VirErrorDomain.Domain),
        (DomainErrorKind.Malformed, VirErrorNumber.XmlDetail, VirErrorDomain.Domain),
        (DomainErrorKind.Malformed, VirErrorNumber.XmlInvalidSchema, VirErrorDomain.Xml),
        (DomainErrorKind.Malformed, VirErrorNumber.NoName, VirErrorDomain.Domain),
        (DomainErrorKind.Unsupported, VirErrorNumber.ConfigUnsupported, VirErrorDomain.Qemu),
        (DomainErrorKind.Refused, VirErrorNumber.CpuIncompatible, VirErrorDomain.Cpu),
        (DomainErrorKind.MigrationUnsafe, VirErrorNumber.MigrateUnsafe, VirErrorDomain.Qemu),
        (DomainErrorKind.Aborted, VirErrorNumber.OperationAborted, VirErrorDomain.Qemu),
        (DomainErrorKind.AccessDenied, VirErrorNumber.AccessDenied, VirErrorDomain.Qemu),
        (DomainErrorKind.AccessDenied, VirErrorNumber.OperationDenied, VirErrorDomain.Domain),
        (DomainErrorKind.AccessDenied, VirErrorNumber.AuthFailed, VirErrorDomain.Rpc),
        (DomainErrorKind.AccessDenied, VirErrorNumber.AuthCancelled, VirErrorDomain.Rpc),
        (DomainErrorKind.AccessDenied, VirErrorNumber.AuthUnavailable, VirErrorDomain.Rpc),
        (DomainErrorKind.Hypervisor, VirErrorNumber.InternalError, VirErrorDomain.Qemu),
        (DomainErrorKind.NoDevice, VirErrorNumber.InternalError, VirErrorDomain.Qemu),
        (DomainErrorKind.NoEmulator, VirErrorNumber.SystemError, VirErrorDomain.Qemu),
    ];

    private static readonly (CpuErrorKind Kind, VirErrorNumber Code)[] CpuRows =
    [
        (CpuErrorKind.Xml, VirErrorNumber.XmlDetail),
        (CpuErrorKind.Xml, VirErrorNumber.XmlError),
        (CpuErrorKind.Incompatible, VirErrorNumber.CpuIncompatible),
        (CpuErrorKind.Unsupported, VirErrorNumber.ConfigUnsupported),
        (CpuErrorKind.InvalidArgument, VirErrorNumber.InvalidArg),
        (CpuErrorKind.NoSupport, VirErrorNumber.NoSupport),
        (CpuErrorKind.OperationFailed, VirErrorNumber.OperationFailed),
        (CpuErrorKind.Internal, VirErrorNumber.InternalError),
    ];

    /// <summary>The number of a kind, and what it comes from. A kind without a row has failed.</summary>
    public static (VirErrorNumber Code, VirErrorDomain Domain) Of(DomainErrorKind kind) =>
        Array.Find(Rows, r => r.Kind == kind) is { Code: not VirErrorNumber.Ok } row ? (row.Code, row.Domain) : Of(DomainErrorKind.Failed);

    /// <summary>The number of a refused CPU. A kind without a row is internal.</summary>
    public static VirErrorNumber Of(CpuErrorKind kind) => Array.Find(CpuRows, r => r.Kind == kind) is { Code: not VirErrorNumber.Ok } row
        ? row.Code : VirErrorNumber.InternalError;

    /// <summary>The kind that a number means.</summary>
    /// <returns>The kind; <see langword="null"/> of a number without a row.</returns>
    public static DomainErrorKind? KindOf(VirErrorNumber code, VirErrorDomain domain)
    {
        (DomainErrorKind Kind, VirErrorNumber Code, VirErrorDomain Domain)[] rows = Array.FindAll(Rows, r => r.Code == code);
        int exact = Array.FindIndex(rows, r => r.Domain == domain);
        return rows.Length == 0 ? null : rows[Math.Max(exact, 0)].Kind;
    }

    /// <summary>The kind of a refused CPU that a number means.</summary>
    /// <returns>The kind; internal of a number without a row.</returns>
    public static CpuErrorKind CpuKindOf(VirErrorNumber code) =>
        Array.Find(CpuRows, r => r.Code == code) is { Code: not VirErrorNumber.Ok } row ? row.Kind : CpuErrorKind.Internal;
}
