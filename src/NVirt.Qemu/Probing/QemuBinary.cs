using NVirt.Xml;

namespace NVirt.Qemu.Probing;

/// <summary>Finds binaries.</summary>
internal static class QemuBinary
{
    private const UnixFileMode Execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The full path of a binary.</summary>
    /// <param name="binary">A path, or a name to be found in PATH.</param>
    /// <exception cref="QemuException">There is no such file.</exception>
    public static string Find(string binary)
    {
        ArgumentException.ThrowIfNullOrEmpty(binary);
        string? path = binary.Contains(Path.DirectorySeparatorChar) ? Path.GetFullPath(binary) : InPath(binary);
        return File.Exists(path) ? path : throw new QemuException(Text.Of(Messages.Qemu_NotFound, binary));
    }

    /// <summary>The full path of a binary in PATH, or <see langword="null"/>.</summary>
    internal static string? InPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(Path.GetFullPath(folder), name))
        .FirstOrDefault(IsExecutable);

    /// <summary>Whether there is such a file, and it is executable.</summary>
    internal static bool IsExecutable(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return File.Exists(path);
        }

        try
        {
            return (File.GetUnixFileMode(path) & Execute) != UnixFileMode.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A broken link exists, but has no mode.
            return false;
        }
    }
}
