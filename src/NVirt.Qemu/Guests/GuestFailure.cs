using NVirt.Domains.Driver;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Guests;

/// <summary>Translates failures of a guest's QEMU for users of the driver.</summary>
internal static class GuestFailure
{
    /// <summary>The driver's error for an error of QEMU.</summary>
    public static Exception Translate(Exception e) => e switch
    {
        QmpException { Kind: QmpErrorKind.TimedOut } => new DomainException(DomainErrorKind.TimedOut, e.Message, e),
        QmpException => new DomainException(DomainErrorKind.Hypervisor, e.Message, e),
        _ => e,
    };
}
