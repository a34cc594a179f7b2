using System.Text;

namespace NVirt.Qemu.Storage;

/// <summary>Names and paths, as clients write them.</summary>
internal static class StoragePaths
{
    private const int LongestName = 200;

    /// <summary>A path without doubled slashes and without one at its end. Everything else stays.</summary>
    public static string Plain(string path)
    {
        StringBuilder plain = new(path.Length);
        foreach (char c in path)
        {
            if (c != '/' || plain.Length == 0 || plain[^1] != '/')
            {
                plain.Append(c);
            }
        }

        return plain is { Length: > 1 } && plain[^1] == '/' ? plain.ToString(0, plain.Length - 1) : plain.ToString();
    }

    /// <summary>Whether a path is absolute and has nothing that leads up or cannot be shown.</summary>
    public static bool IsPlace(string path) =>
        path.StartsWith('/') && !path.Any(char.IsControl) && !path.Split('/').Any(p => p is "." or "..");

    /// <summary>
    /// Whether something can have this name: in a folder, in documents and on command lines. A leading dot marks unfinished files of ours.
    /// </summary>
    public static bool IsName(string name) => name.Length > 0 && name[0] is not ('-' or '.') && !IsOdd(name)
        && !string.IsNullOrWhiteSpace(name) && Encoding.UTF8.GetByteCount(name) <= LongestName;

    /// <summary>Whether a volume that is made can have this name: in its pool, in documents and on command lines.</summary>
    public static bool IsVolumeName(string name) => name.Length > 0 && name[0] != '-' && !IsOdd(name) && !string.IsNullOrWhiteSpace(name);

    /// <summary>Whether a name in a folder cannot be told to clients, or cannot be used again as it was told.</summary>
    public static bool IsOdd(string name) => name.Contains('/', StringComparison.Ordinal)
        || name.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\ufffd' or '\ufffe' or '\uffff');
}
