namespace NVirt.Qemu;

/// <summary>A QEMU binary could not be started, or ended before it could be queried.</summary>
public sealed class QemuException : Exception
{
    /// <summary>An exception without details.</summary>
    public QemuException()
    {
    }

    /// <summary>An exception with this text.</summary>
    public QemuException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with this text and cause.</summary>
    public QemuException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
