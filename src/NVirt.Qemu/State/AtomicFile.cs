using System.Text;

namespace NVirt.Qemu.State;

/// <summary>Files of which a reader finds the old text or the new one, whatever happens meanwhile.</summary>
internal static class AtomicFile
{
    // What a crash leaves behind begins so, and is not read as anything.
    private const string Mark = ".new-";

    /// <summary>Writes a file that only this user can read: to a temporary file, to the disk, then in its place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="isLasting">
    /// Whether it has to outlast a power failure. What is undone after one anyway has not, and waiting for a disk takes longer than anything else
    /// in a start that is ours.
    /// </param>
    public static void Write(string path, string text, bool isLasting = true)
    {
        string folder = Path.GetDirectoryName(path)!;
        string temporary = Path.Combine(folder, Mark + Path.GetRandomFileName());
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (FileStream file = new(temporary, options))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: isLasting);
            }

            File.Move(temporary, path, overwrite: true);
            if (isLasting)
            {
                Sync(folder);
            }
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Removes a file, if it is there, for good.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        Sync(Path.GetDirectoryName(path)!);
    }

    /// <summary>Removes what writers that were killed left behind. The caller has the lock under which the folder is written.</summary>
    public static void Tidy(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, Mark + "*"))
        {
            File.Delete(file);
        }
    }

    // That a name is in the folder has to reach the disk too.
    private static void Sync(string folder)
    {
        int handle = Libc.Open(folder, Libc.ReadOnlyFolder);
        if (handle >= 0)
        {
            _ = Libc.Sync(handle);
            _ = Libc.Close(handle);
        }
    }
}
