namespace NVirt.Rpc.Xdr;

/// <summary>The limits of libvirt's protocol (rpc-protocol.md 1).</summary>
public static class XdrLimits
{
    /// <summary>The most bytes of a string.</summary>
    public const int String = 4_194_304;

    /// <summary>The most bytes of what follows a frame's header.</summary>
    public const int Payload = 33_554_408;

    /// <summary>The most bytes of a frame, its length and header among them.</summary>
    public const int Frame = Payload + 28;

    /// <summary>The most bytes of a stream's data in one frame.</summary>
    public const int StreamData = 262_120;

    /// <summary>The most file descriptors with one frame.</summary>
    public const int Descriptors = 32;
}
