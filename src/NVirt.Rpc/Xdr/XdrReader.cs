using System.Buffers.Binary;
using System.Text;
using NVirt.Xml;

namespace NVirt.Rpc.Xdr;

/// <summary>
/// Reads XDR (RFC 4506) from bytes. Whatever ends early or is above its limit is an <see cref="XdrException"/>, and nothing is allocated
/// for what the bytes cannot hold. Bytes of padding are not looked at; what follows the last value is left alone.
/// </summary>
/// <param name="bytes">The bytes.</param>
public ref struct XdrReader(ReadOnlySpan<byte> bytes)
{
    // Invalid bytes are an error: a name that was changed by reading could be another domain's.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _left = bytes;

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => _left.Length;

    /// <summary>Reads four bytes with a sign.</summary>
    public int ReadInt() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    /// <summary>Reads four bytes without a sign.</summary>
    public uint ReadUInt() => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint)));

    /// <summary>Reads eight bytes with a sign.</summary>
    public long ReadHyper() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    /// <summary>Reads eight bytes without a sign.</summary>
    public ulong ReadUHyper() => BinaryPrimitives.ReadUInt64BigEndian(Take(sizeof(ulong)));

    /// <summary>Reads a number with a fraction.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));

    /// <summary>Reads whether an optional value follows; any number but zero says so, as clients differ in it.</summary>
    public bool IsPresent() => ReadUInt() != 0;

    /// <summary>Reads a UUID, in the order of its text.</summary>
    public Guid ReadUuid() => new(Take(16), bigEndian: true);

    /// <summary>Reads a string of UTF-8; a NUL in it ends it.</summary>
    public string ReadString()
    {
        ReadOnlySpan<byte> text = TakePadded(ReadLength(XdrLimits.String));
        int end = text.IndexOf((byte)0);
        try
        {
            return Utf8.GetString(end < 0 ? text : text[..end]);
        }
        catch (DecoderFallbackException e)
        {
            throw new XdrException(Messages.Xdr_NotUtf8, e);
        }
    }

    /// <summary>Reads bytes, with their number in front.</summary>
    /// <param name="limit">The most of them.</param>
    public byte[] ReadOpaque(int limit) => TakePadded(ReadLength(limit)).ToArray();

    /// <summary>Reads bytes whose number is known.</summary>
    /// <param name="count">How many.</param>
    public byte[] ReadFixed(int count) => TakePadded(count).ToArray();

    /// <summary>Reads values, with their number in front.</summary>
    /// <param name="limit">The most of them.</param>
    public T[] ReadArray<T>(int limit)
        where T : IXdrValue<T>
    {
        T[] items = new T[ReadCount(limit)];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = T.Read(ref this);
        }

        return items;
    }

    /// <summary>Reads strings, with their number in front.</summary>
    /// <param name="limit">The most of them.</param>
    public string[] ReadStrings(int limit)
    {
        string[] items = new string[ReadCount(limit)];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = ReadString();
        }

        return items;
    }

    /// <summary>Reads numbers of four bytes with a sign.</summary>
    /// <param name="limit">The most of them, or how many.</param>
    /// <param name="isExact">Whether their number does not stand in front.</param>
    public int[] ReadInts(int limit, bool isExact = false)
    {
        int[] items = new int[isExact ? limit : ReadCount(limit)];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = ReadInt();
        }

        return items;
    }

    /// <summary>Reads numbers of four bytes without a sign, with their number in front.</summary>
    /// <param name="limit">The most of them.</param>
    public uint[] ReadUInts(int limit)
    {
        uint[] items = new uint[ReadCount(limit)];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = ReadUInt();
        }

        return items;
    }

    /// <summary>Reads numbers of eight bytes without a sign, with their number in front.</summary>
    /// <param name="limit">The most of them.</param>
    public ulong[] ReadUHypers(int limit)
    {
        ulong[] items = new ulong[ReadCount(limit)];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = ReadUHyper();
        }

        return items;
    }

    // Every item takes at least four bytes, so a count that the bytes cannot hold is found before anything is allocated.
    private int ReadCount(int limit)
    {
        int count = ReadLength(limit);
        return count <= _left.Length / sizeof(int) ? count : throw EndsEarly();
    }

    private int ReadLength(int limit)
    {
        uint length = ReadUInt();
        return length <= limit ? (int)length : throw new XdrException(Text.Of(Messages.Xdr_AtMost, length, limit));
    }

    private ReadOnlySpan<byte> TakePadded(int count)
    {
        ReadOnlySpan<byte> taken = Take((count + 3) & ~3);
        return taken[..count];
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _left.Length)
        {
            throw EndsEarly();
        }

        ReadOnlySpan<byte> taken = _left[..count];
        _left = _left[count..];
        return taken;
    }

    private static XdrException EndsEarly() => new(Messages.Xdr_EndsEarly);
}
