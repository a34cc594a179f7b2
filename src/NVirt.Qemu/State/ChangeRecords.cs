using System.Runtime.InteropServices;
using System.Text;

namespace NVirt.Qemu.State;

/// <summary>What the kernel wrote about changes in folders (<c>struct inotify_event</c>), one after the other.</summary>
/// <param name="records">The bytes.</param>
internal ref struct ChangeRecords(ReadOnlySpan<byte> records)
{
    private const int HeaderBytes = 16;

    private ReadOnlySpan<byte> _left = records;

    /// <summary>Takes the next one.</summary>
    /// <param name="folder">The number of the folder.</param>
    /// <param name="kind">What happened; bits of <see cref="Kernel"/>.</param>
    /// <param name="name">The name in the folder; empty for the folder itself.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(out int folder, out uint kind, out string name)
    {
        (folder, kind, name) = (0, 0, string.Empty);
        if (_left.Length < HeaderBytes)
        {
            return false;
        }

        folder = MemoryMarshal.Read<int>(_left);
        kind = MemoryMarshal.Read<uint>(_left[4..]);
        int length = MemoryMarshal.Read<int>(_left[12..]);
        name = Encoding.UTF8.GetString(_left.Slice(HeaderBytes, length).TrimEnd((byte)0));
        _left = _left[(HeaderBytes + length)..];
        return true;
    }
}
