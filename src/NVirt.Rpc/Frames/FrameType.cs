namespace NVirt.Rpc.Frames;

/// <summary>What a frame is.</summary>
public enum FrameType
{
    /// <summary>A client asks for a procedure.</summary>
    Call = 0,

    /// <summary>The answer.</summary>
    Reply = 1,

    /// <summary>Something that nobody answers: an event, or a sign of life.</summary>
    Message = 2,

    /// <summary>Data of a stream, or its end.</summary>
    Stream = 3,

    /// <summary>A call that file descriptors follow.</summary>
    CallWithDescriptors = 4,

    /// <summary>An answer that file descriptors follow.</summary>
    ReplyWithDescriptors = 5,

    /// <summary>A part of a stream that is all zeros.</summary>
    StreamHole = 6,
}
