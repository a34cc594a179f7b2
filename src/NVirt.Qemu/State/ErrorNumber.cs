namespace NVirt.Qemu.State;

/// <summary>Why a call to the C library failed, as Linux numbers it.</summary>
internal static class ErrorNumber
{
    public const int NoEntry = 2;
    public const int NoReader = 6;
    public const int WouldBlock = 11;
    public const int Access = 13;
    public const int Exists = 17;
    public const int NotAFolder = 20;
    public const int IsAFolder = 21;
    public const int ReadOnlySystem = 30;
    public const int TooManyLinks = 40;
    public const int NotSupported = 95;
}
