using System.Runtime.InteropServices;

namespace NVirt.Qemu.Confinement;

/// <summary>File systems that other hosts may use at the same time (statfs(2)).</summary>
internal static partial class SharedStorage
{
    private const int Bytes = 512;

    // NFS, CIFS, SMB 2, Ceph, GFS2, OCFS2, and FUSE (such as GlusterFS).
    private static readonly uint[] Kinds = [0x6969, 0xFF534D42, 0xFE534D42, 0x00C36400, 0x01161970, 0x7461636F, 0x65735546];

    /// <summary>Whether a file is on one. Linux with 64 bits only.</summary>
    public static bool Has(SafeHandle file)
    {
        byte[] status = new byte[Bytes];
        return GetStatus(file, status) == 0 && Kinds.Contains(BitConverter.IsLittleEndian || !IsWide
            ? BitConverter.ToUInt32(status, 0) : BitConverter.ToUInt32(status, sizeof(uint)));
    }

    // The first member has the size of a word, except on s390x.
    private static bool IsWide => RuntimeInformation.ProcessArchitecture != Architecture.S390x;

    [LibraryImport("libc", EntryPoint = "fstatfs")]
    private static partial int GetStatus(SafeHandle file, byte[] status);
}
