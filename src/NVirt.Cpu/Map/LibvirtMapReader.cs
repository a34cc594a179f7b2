using NVirt.Cpu.Map.Build;

namespace NVirt.Cpu.Map;

/// <summary>Reads a map folder in libvirt's format.</summary>
internal static class LibvirtMapReader
{
    /// <summary>Reads a map: what any architecture's part has wrong makes all of it unusable (cpu-core.md 3.1).</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="open">Opens one of its files, where they are not in the file system.</param>
    public static CpuMap Read(string directory, Func<string, Stream>? open = null)
    {
        LibvirtMapFolder folder = new(directory, open);
        return new CpuMap(
            LibvirtX86Reader.Read(folder), LibvirtPvrReader.Read(folder, PvrMapKind.Ppc64), LibvirtPvrReader.Read(folder, PvrMapKind.Arm));
    }
}
