namespace NVirt.Cpu;

/// <summary>
/// The class of an error, as libvirt distinguishes them (cpu-rules.md 1.5), and two more. The numbers are fixed; new members come last, and
/// their order has no meaning. <see cref="CpuErrorKinds.ToLibvirt(CpuErrorKind)"/> gives libvirt's class.
/// </summary>
public enum CpuErrorKind
{
    /// <summary>A document is malformed.</summary>
    Xml,
    /// <summary>A document is well-formed, but asks for something that is not accepted.</summary>
    Unsupported,
    /// <summary>The CPU map is broken, or there is an internal contradiction; not a mistake in the caller's names.</summary>
    Internal,
    /// <summary>The arguments do not fit the operation.</summary>
    InvalidArgument,
    /// <summary>The architecture lacks the operation.</summary>
    NoSupport,
    /// <summary>The operation was tried, but there is no result.</summary>
    OperationFailed,
    /// <summary>A CPU cannot provide what is requested.</summary>
    Incompatible,
    /// <summary>Something unknown could change the answer; libvirt has no such class.</summary>
    Undecided,
    /// <summary>
    /// A model, feature or compatibility mode that the CPU map does not know; in libvirt it is <see cref="Internal"/>.
    /// </summary>
    UnknownName,
}
