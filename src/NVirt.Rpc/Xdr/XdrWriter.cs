using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using NVirt.Xml;

namespace NVirt.Rpc.Xdr;

/// <summary>Writes XDR (RFC 4506).</summary>
/// <param name="output">Where to.</param>
public ref struct XdrWriter(IBufferWriter<byte> output)
{
    private readonly IBufferWriter<byte> _output = output;

    /// <summary>Writes four bytes with a sign.</summary>
    public readonly void WriteInt(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), value);

    /// <summary>Writes four bytes without a sign.</summary>
    public readonly void WriteUInt(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Take(sizeof(uint)), value);

    /// <summary>Writes eight bytes with a sign.</summary>
    public readonly void WriteHyper(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);

    /// <summary>Writes eight bytes without a sign.</summary>
    public readonly void WriteUHyper(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Take(sizeof(ulong)), value);

    /// <summary>Writes a number with a fraction.</summary>
    public readonly void WriteDouble(double value) => BinaryPrimitives.WriteDoubleBigEndian(Take(sizeof(double)), value);

    /// <summary>Writes whether an optional value follows.</summary>
    /// <returns>The same.</returns>
    public readonly bool WritePresence(bool isPresent)
    {
        WriteInt(isPresent ? 1 : 0);
        return isPresent;
    }

    /// <summary>Writes a UUID, in the order of its text.</summary>
    public readonly void WriteUuid(Guid value) => value.TryWriteBytes(Take(16), bigEndian: true, out _);

    /// <summary>Writes a string as UTF-8.</summary>
    public readonly void WriteString(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int length = Encoding.UTF8.GetByteCount(value);
        Encoding.UTF8.GetBytes(value, TakeCounted(length, XdrLimits.String));
    }

    /// <summary>Writes bytes, with their number in front.</summary>
    /// <param name="value">The bytes.</param>
    /// <param name="limit">The most of them.</param>
    public readonly void WriteOpaque(ReadOnlySpan<byte> value, int limit) => value.CopyTo(TakeCounted(value.Length, limit));

    /// <summary>Writes bytes whose number is known.</summary>
    /// <param name="value">The bytes.</param>
    /// <param name="count">How many there must be.</param>
    public readonly void WriteFixed(ReadOnlySpan<byte> value, int count)
    {
        RequireExact(value.Length, count);
        value.CopyTo(TakePadded(count));
    }

    /// <summary>Writes values, with their number in front.</summary>
    /// <param name="values">The values.</param>
    /// <param name="limit">The most of them.</param>
    public void WriteArray<T>(IReadOnlyList<T> values, int limit)
        where T : IXdrWritable
    {
        ArgumentNullException.ThrowIfNull(values);
        WriteCount(values.Count, limit);
        for (int i = 0; i < values.Count; i++)
        {
            values[i].Write(ref this);
        }
    }

    /// <summary>Writes strings, with their number in front.</summary>
    /// <param name="values">The strings.</param>
    /// <param name="limit">The most of them.</param>
    public readonly void WriteStrings(IReadOnlyList<string> values, int limit)
    {
        ArgumentNullException.ThrowIfNull(values);
        WriteCount(values.Count, limit);
        foreach (string value in values)
        {
            WriteString(value);
        }
    }

    /// <summary>Writes numbers of four bytes with a sign.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="limit">The most of them, or how many there must be.</param>
    /// <param name="isExact">Whether their number does not stand in front.</param>
    public readonly void WriteInts(ReadOnlySpan<int> values, int limit, bool isExact = false)
    {
        if (isExact)
        {
            RequireExact(values.Length, limit);
        }
        else
        {
            WriteCount(values.Length, limit);
        }

        foreach (int value in values)
        {
            WriteInt(value);
        }
    }

    /// <summary>Writes numbers of four bytes without a sign, with their number in front.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="limit">The most of them.</param>
    public readonly void WriteUInts(ReadOnlySpan<uint> values, int limit)
    {
        WriteCount(values.Length, limit);
        foreach (uint value in values)
        {
            WriteUInt(value);
        }
    }

    /// <summary>Writes numbers of eight bytes without a sign, with their number in front.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="limit">The most of them.</param>
    public readonly void WriteUHypers(ReadOnlySpan<ulong> values, int limit)
    {
        WriteCount(values.Length, limit);
        foreach (ulong value in values)
        {
            WriteUHyper(value);
        }
    }

    private readonly void WriteCount(int count, int limit)
    {
        RequireAtMost(count, limit);
        WriteUInt((uint)count);
    }

    private readonly Span<byte> TakeCounted(int count, int limit)
    {
        WriteCount(count, limit);
        return TakePadded(count);
    }

    private readonly Span<byte> TakePadded(int count)
    {
        Span<byte> taken = Take((count + 3) & ~3);
        taken[count..].Clear();
        return taken[..count];
    }

    private readonly Span<byte> Take(int count)
    {
        Span<byte> taken = _output.GetSpan(count)[..count];
        _output.Advance(count);
        return taken;
    }

    private static void RequireAtMost(int count, int limit)
    {
        if (count > limit)
        {
            throw new XdrException(Text.Of(Messages.Xdr_AtMost, count, limit));
        }
    }

    private static void RequireExact(int count, int expected)
    {
        if (count != expected)
        {
            throw new XdrException(Text.Of(Messages.Xdr_Exactly, count, expected));
        }
    }
}
