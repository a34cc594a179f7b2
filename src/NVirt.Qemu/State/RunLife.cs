namespace NVirt.Qemu.State;

/// <summary>Whether a guest runs, as far as it can be said here.</summary>
internal enum RunLife
{
    /// <summary>It does not run any more, for certain.</summary>
    Ended,

    /// <summary>It runs here.</summary>
    Running,

    /// <summary>It runs where its process cannot be seen from here, or nobody here can say that it does not.</summary>
    Foreign,
}
