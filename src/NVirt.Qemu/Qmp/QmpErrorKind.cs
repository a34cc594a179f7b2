namespace NVirt.Qemu.Qmp;

/// <summary>What went wrong between us and QEMU.</summary>
public enum QmpErrorKind
{
    /// <summary>QEMU answered a command with an error; the connection goes on.</summary>
    Refused,

    /// <summary>An answer did not come in time; the connection goes on, and a late answer is ignored.</summary>
    TimedOut,

    /// <summary>Nobody listens on the socket, or it may not be opened.</summary>
    Unreachable,

    /// <summary>The connection is closed, by QEMU or by us.</summary>
    Closed,

    /// <summary>What came is not QMP; the connection is of no more use.</summary>
    Malformed,

    /// <summary>A message is longer than <see cref="QmpOptions.MaxMessageBytes"/>; the connection is of no more use.</summary>
    TooLarge,
}
