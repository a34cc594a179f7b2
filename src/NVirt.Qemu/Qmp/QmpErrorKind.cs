namespace NVirt.Qemu.Qmp;

/// <summary>What went wrong in the communication with QEMU.</summary>
public enum QmpErrorKind
{
    /// <summary>QEMU answered a command with an error; the connection remains usable.</summary>
    Refused,

    /// <summary>An answer did not come in time; the connection remains usable, and a late answer is ignored.</summary>
    TimedOut,

    /// <summary>Nobody listens on the socket, or there is no permission to open it.</summary>
    Unreachable,

    /// <summary>The connection was closed, by QEMU or by this side.</summary>
    Closed,

    /// <summary>The data received is not QMP; the connection is no longer usable.</summary>
    Malformed,

    /// <summary>A message is longer than <see cref="QmpOptions.MaxMessageBytes"/>; the connection is no longer usable.</summary>
    TooLarge,
}
