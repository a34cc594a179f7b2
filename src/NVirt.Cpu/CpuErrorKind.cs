namespace NVirt.Cpu;

/// <summary>The class of a refusal, as libvirt tells them apart (cpu-core.md, introduction).</summary>
public enum CpuErrorKind
{
    /// <summary>A document is malformed.</summary>
    Xml,
    /// <summary>A document is well formed, but asks for something that is not accepted.</summary>
    Unsupported,
    /// <summary>Something names what the CPU map does not know, or the map itself is broken.</summary>
    Internal,
    /// <summary>The caller gave arguments that the operation can not take.</summary>
    InvalidArgument,
    /// <summary>The architecture lacks the operation.</summary>
    NoSupport,
    /// <summary>The operation was tried and there is no result.</summary>
    OperationFailed,
    /// <summary>A CPU can not run what is asked of it.</summary>
    Incompatible,
    /// <summary>What is unknown could turn the answer; libvirt has no such class.</summary>
    Undecided,
}
