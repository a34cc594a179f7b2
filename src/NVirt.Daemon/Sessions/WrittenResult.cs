using System.Buffers;
using NVirt.Rpc.Xdr;

namespace NVirt.Daemon.Sessions;

/// <summary>A result that is the same each time: it is turned into bytes once.</summary>
internal sealed class WrittenResult<TResult> : IXdrWritable
    where TResult : class, IXdrValue<TResult>
{
    private readonly byte[] _bytes;

    public WrittenResult(TResult result)
    {
        ArrayBufferWriter<byte> output = new();
        XdrWriter writer = new(output);
        result.Write(ref writer);
        _bytes = output.WrittenSpan.ToArray();
    }

    // XDR's values end at a multiple of four bytes, so nothing is padded.
    public void Write(ref XdrWriter writer) => writer.WriteFixed(_bytes, _bytes.Length);
}
