namespace NVirt.Rpc.Procedures;

/// <summary>The program that tells both ends that the other one lives: its frames have no payload.</summary>
public static class KeepaliveProgram
{
    /// <summary>Its number.</summary>
    public const uint Number = 0x6b656570;

    /// <summary>Asks the other end for a sign of life.</summary>
    public const int Ping = 1;

    /// <summary>The sign of life.</summary>
    public const int Pong = 2;
}
