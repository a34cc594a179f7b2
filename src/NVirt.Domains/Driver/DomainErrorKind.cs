namespace NVirt.Domains;

/// <summary>Why an operation on domains failed, by what a caller can do about it.</summary>
public enum DomainErrorKind
{
    /// <summary>It was tried, and did not work.</summary>
    Failed,

    /// <summary>There is no such domain.</summary>
    NotFound,

    /// <summary>There is already one of the name or UUID.</summary>
    Exists,

    /// <summary>The domain is in a state in which this is not possible.</summary>
    InvalidState,

    /// <summary>Somebody else is changing the domain.</summary>
    Busy,

    /// <summary>The driver does not do this.</summary>
    NoSupport,

    /// <summary>It was judged, and the answer is no: the guest would not get, or not keep, the CPU it was promised.</summary>
    Refused,

    /// <summary>It took too long.</summary>
    TimedOut,
}
