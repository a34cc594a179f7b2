using NVirt.Cpu;

namespace NVirt.Qemu.Probing;

/// <summary>Finds binaries.</summary>
public static class QemuBinary
{
    /// <summary>The full path of a binary.</summary>
    /// <param name="binary">A path, or a name to be found in PATH.</param>
    /// <exception cref="QemuException">There is no such file.</exception>
    public static string Find(string binary)
    {
        ArgumentException.ThrowIfNullOrEmpty(binary);
        IEnumerable<string> candidates = binary.Contains(Path.DirectorySeparatorChar)
            ? [Path.GetFullPath(binary)]
            : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(Path.GetFullPath(folder), binary));
        return candidates.FirstOrDefault(File.Exists) ?? throw new QemuException(Text.Of(Messages.Qemu_NotFound, binary));
    }
}
