using System.Text;

namespace NVirt.Qemu.Guests;

/// <summary>What QEMU writes, in a file for each domain that all its starts share.</summary>
internal static class GuestLog
{
    private const int MaxBytes = 1 << 20;
    private const int MaxShown = 2000;

    /// <summary>Makes ready for one more start; a file that has become long becomes the old one.</summary>
    /// <returns>Where the words of this start will begin.</returns>
    public static long Prepare(string path)
    {
        FileInfo file = new(path);
        if (file is { Exists: true, Length: > MaxBytes })
        {
            File.Move(path, path + ".old", overwrite: true);
            return 0;
        }

        return file.Exists ? file.Length : 0;
    }

    /// <summary>What was written since, at most the end of it.</summary>
    public static string Since(string path, long start)
    {
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = Math.Max(start, file.Length - MaxShown);
            using StreamReader reader = new(file, Encoding.UTF8);
            return reader.ReadToEnd().Trim();
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }
}
