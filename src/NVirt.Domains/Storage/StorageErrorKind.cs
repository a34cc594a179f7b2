namespace NVirt.Domains.Storage;

/// <summary>Why an operation on storage failed, grouped as libvirt's clients tell errors apart.</summary>
public enum StorageErrorKind
{
    /// <summary>It was tried and failed.</summary>
    Failed,

    /// <summary>There is no such pool.</summary>
    NoPool,

    /// <summary>There is no such volume.</summary>
    NoVolume,

    /// <summary>The pool has a volume of this name.</summary>
    VolumeExists,

    /// <summary>The pool or the volume is in the wrong state for this.</summary>
    InvalidState,

    /// <summary>An argument is not valid.</summary>
    InvalidArgument,

    /// <summary>A document is not well-formed.</summary>
    NotWellFormed,

    /// <summary>A document is of another kind, or has a word that its grammar does not have.</summary>
    WrongDocument,

    /// <summary>A document lacks something, or has a value that makes no sense.</summary>
    Malformed,

    /// <summary>A document asks for something that is not available here.</summary>
    Unsupported,

    /// <summary>This kind of pool or volume cannot do this.</summary>
    NoSupport,

    /// <summary>This operation is not available for such a volume.</summary>
    OperationUnsupported,

    /// <summary>This value of an argument is not available.</summary>
    ArgumentUnsupported,

    /// <summary>A number is too large.</summary>
    Overflow,

    /// <summary>The operating system refused; the error has its number.</summary>
    System,

    /// <summary>Something that should not happen: the program for images failed.</summary>
    Internal,
}
