using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Map.Libvirt;

/// <summary>Reads a map folder in libvirt's format.</summary>
internal static class LibvirtMapInterpreter
{
    /// <summary>Reads a map: a mistake in any architecture's part makes the whole map unusable (cpu-rules.md 3.1).</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="open">Opens one of its files, if they are not in the file system.</param>
    public static CpuMap Read(string directory, Func<string, Stream>? open = null)
    {
        LibvirtMapFolder folder = new(directory, open);
        return new CpuMap(
            LibvirtX86Interpreter.Read(folder), LibvirtPvrInterpreter.Read(folder, PvrMapKind.Ppc64),
                LibvirtPvrInterpreter.Read(folder, PvrMapKind.Arm));
    }
}
