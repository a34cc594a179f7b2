using System.Buffers.Binary;

namespace NVirt.Rpc.Frames;

/// <summary>What stands in front of every payload: seven numbers of four bytes, the first of them the frame's length.</summary>
/// <param name="Program">The program: remote, QEMU, keepalive.</param>
/// <param name="Version">Its version; 1 of all that there are.</param>
/// <param name="Procedure">The procedure's number.</param>
/// <param name="Type">What the frame is; may be a number that has no name.</param>
/// <param name="Serial">A number that the caller chose, and the answer repeats.</param>
/// <param name="Status">How it went; may be a number that has no name.</param>
public readonly record struct FrameHeader(uint Program, uint Version, int Procedure, FrameType Type, uint Serial, FrameStatus Status)
{
    /// <summary>The bytes of a header, with the length in front of it.</summary>
    public const int Size = 28;

    /// <summary>The version of all programs.</summary>
    public const uint OnlyVersion = 1;

    /// <summary>Reads a header, without the length.</summary>
    /// <param name="bytes">At least 24 bytes.</param>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt32BigEndian(bytes),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]),
        BinaryPrimitives.ReadInt32BigEndian(bytes[8..]),
        (FrameType)BinaryPrimitives.ReadInt32BigEndian(bytes[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]),
        (FrameStatus)BinaryPrimitives.ReadInt32BigEndian(bytes[20..]));

    /// <summary>Writes the length and the header.</summary>
    /// <param name="bytes">At least 28 bytes.</param>
    /// <param name="length">The frame's length.</param>
    public void Write(Span<byte> bytes, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[4..], Program);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], Version);
        BinaryPrimitives.WriteInt32BigEndian(bytes[12..], Procedure);
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], (int)Type);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[20..], Serial);
        BinaryPrimitives.WriteInt32BigEndian(bytes[24..], (int)Status);
    }
}
