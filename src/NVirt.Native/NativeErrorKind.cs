namespace NVirt.Native;

/// <summary>The classes of errors: first those of <see cref="Cpu.CpuErrorKind"/>, each a number higher.</summary>
internal enum NativeErrorKind
{
    None = 0,
    Xml = 1,
    Unsupported = 2,
    Internal = 3,
    InvalidArgument = 4,
    NoSupport = 5,
    OperationFailed = 6,
    Incompatible = 7,
    Undecided = 8,
    UnknownName = 9,
    BadHandle = 10,
    Unreadable = 11,
    NoMemory = 12,
    Domain = 13,
}
