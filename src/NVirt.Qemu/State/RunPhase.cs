namespace NVirt.Qemu.State;

/// <summary>How far a guest is, as far as somebody else has to know who finds it.</summary>
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
