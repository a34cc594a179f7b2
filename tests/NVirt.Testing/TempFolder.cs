namespace NVirt.Testing;

/// <summary>A folder that is removed after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("nvirt-").FullName;

    public string Write(string path, string text) => Write(path, System.Text.Encoding.ASCII.GetBytes(text));

    public string Write(string path, byte[] bytes)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
        return full;
    }

    /// <summary>Writes a shell script.</summary>
    public string WriteScript(string path, string text)
    {
        string full = Write(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return full;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
