using NVirt.Cpu;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Peers;
using NVirt.Domains.Storage;
using NVirt.Remote.Words;
using NVirt.Rpc.Constants;

namespace NVirt.Daemon.Faults;

/// <summary>What drivers and documents throw, as faults.</summary>
internal static class FaultOf
{
    /// <summary>The fault of anything that a driver throws in the course of its work.</summary>
    public static Fault Exception(Exception error) => error switch
    {
        Fault fault => fault,
        CpuException refused => Document(refused),
        StorageException refused => Storage(refused),
        DomainException { Kind: var kind } => Domain(kind, error.Message),
        OperationCanceledException => Domain(DomainErrorKind.Aborted, error.Message),
        _ => Domain(DomainException.KindOf(error), error.Message),
    };

    /// <summary>Whether it is how drivers and documents say no, and not a mistake in the daemon.</summary>
    public static bool IsExpected(Exception error) => error
        is Fault or CpuException or DomainException or StorageException or OperationCanceledException or IOException
        or UnauthorizedAccessException;

    /// <summary>The fault of a CPU that is refused.</summary>
    public static Fault Cpu(CpuException refused) => Fault.Of(
        DomainErrorNumbers.Of(refused.Kind), VirErrorDomain.Cpu, refused.Message, ReasonsOf(refused));

    private static Fault Storage(StorageException refused) => refused.Kind switch
    {
        StorageErrorKind.NoPool => Storage(VirErrorNumber.NoStoragePool, refused),
        StorageErrorKind.NoVolume => Storage(VirErrorNumber.NoStorageVol, refused),
        StorageErrorKind.VolumeExists => Storage(VirErrorNumber.StorageVolExist, refused),
        StorageErrorKind.InvalidState => Storage(VirErrorNumber.OperationInvalid, refused),
        StorageErrorKind.InvalidArgument => Storage(VirErrorNumber.InvalidArg, refused),
        StorageErrorKind.NotWellFormed => Storage(VirErrorNumber.XmlDetail, refused),
        StorageErrorKind.WrongDocument => Fault.Of(VirErrorNumber.XmlError, VirErrorDomain.Xml, refused.Message),
        StorageErrorKind.Malformed => Storage(VirErrorNumber.XmlError, refused),
        StorageErrorKind.Unsupported => Storage(VirErrorNumber.ConfigUnsupported, refused),
        StorageErrorKind.NoSupport => Storage(VirErrorNumber.NoSupport, refused),
        StorageErrorKind.OperationUnsupported => Storage(VirErrorNumber.OperationUnsupported, refused),
        StorageErrorKind.ArgumentUnsupported => Storage(VirErrorNumber.ArgumentUnsupported, refused),
        StorageErrorKind.Overflow => Storage(VirErrorNumber.Overflow, refused),
        StorageErrorKind.System => Fault.OfSystem(VirErrorDomain.Storage, refused.Message, refused.SystemError ?? 0),
        StorageErrorKind.Internal => Storage(VirErrorNumber.InternalError, refused),
        _ => Storage(VirErrorNumber.OperationFailed, refused),
    };

    private static Fault Storage(VirErrorNumber code, StorageException refused) =>
        Fault.Of(code, VirErrorDomain.Storage, refused.Message);

    private static Fault Document(CpuException refused) => refused.Kind switch
    {
        CpuErrorKind.Xml => Fault.Of(VirErrorNumber.XmlError, VirErrorDomain.Domain, refused.Message),
        CpuErrorKind.Unsupported => Fault.Of(VirErrorNumber.ConfigUnsupported, VirErrorDomain.Qemu, refused.Message),
        CpuErrorKind.InvalidArgument => Fault.Of(VirErrorNumber.InvalidArg, VirErrorDomain.Qemu, refused.Message),
        _ => Cpu(refused),
    };

    // Clients of ours tell each reason by itself; others leave it alone.
    private static string? ReasonsOf(CpuException refused) =>
        RefusalJson.IsAnswer(refused.Refusal) ? RefusalJson.Write(refused.Refusal).ToJsonString() : null;

    private static Fault Domain(DomainErrorKind kind, string message)
    {
        (VirErrorNumber code, VirErrorDomain domain) = DomainErrorNumbers.Of(kind);
        return Fault.Of(code, domain, message);
    }
}
