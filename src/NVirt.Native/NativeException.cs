namespace NVirt.Native;

/// <summary>A C program called a function wrongly.</summary>
internal sealed class NativeException(NativeErrorKind kind, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public NativeErrorKind Kind { get; } = kind;
}
