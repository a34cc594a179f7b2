namespace NVirt.Qemu.State;

/// <summary>Whether a guest runs, as far as this is known here.</summary>
internal enum RunLife
{
    /// <summary>It certainly no longer runs.</summary>
    Ended,

    /// <summary>It runs here.</summary>
    Running,

    /// <summary>It runs where its process is not visible from here, or it is not known here that it does not.</summary>
    Foreign,
}
