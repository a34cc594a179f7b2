namespace NVirt.Qemu.Guests;

/// <summary>The host's end of a network interface cannot be made or connected.</summary>
/// <param name="message">Why.</param>
/// <param name="isAccess">Whether this user may not.</param>
internal sealed class TapException(string message, bool isAccess) : Exception(message)
{
    public bool IsAccess { get; } = isAccess;
}
