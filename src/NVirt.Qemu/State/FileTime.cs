using System.Runtime.InteropServices;
using NVirt.Xml;

namespace NVirt.Qemu.State;

/// <summary>A time as the kernel gives it (<c>struct statx_timestamp</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FileTime
{
    public long Seconds;

    public uint Nanoseconds;

    private readonly int _padding;

    /// <summary>The seconds since 1970, with nine more digits unless all are zero.</summary>
    public override readonly string ToString() => Nanoseconds == 0 ? Text.Of("{0}", Seconds) : Text.Of("{0}.{1:d9}", Seconds, Nanoseconds);
}
