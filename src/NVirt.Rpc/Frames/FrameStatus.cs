namespace NVirt.Rpc.Frames;

/// <summary>How something went.</summary>
public enum FrameStatus
{
    /// <summary>Well; of a stream: it ends.</summary>
    Ok = 0,

    /// <summary>It failed; the payload is the error.</summary>
    Error = 1,

    /// <summary>A stream goes on.</summary>
    Continue = 2,
}
