namespace NVirt.Qemu.State;

/// <summary>The phase of a guest, for other processes that find its record.</summary>
internal enum RunPhase
{
    /// <summary>It is being started; it has never run.</summary>
    Starting,

    /// <summary>It is ready, and runs or is paused.</summary>
    Ready,

    /// <summary>Its state is being received; it has never run here.</summary>
    Incoming,

    /// <summary>Its state is being sent.</summary>
    Outgoing,
}
