using NVirt.Cli.Input;
using NVirt.Fleet.Freezes;
using NVirt.Xml;

namespace NVirt.Cli.Commands.Fleets;

/// <summary>Frozen baselines and what signs them, on disk.</summary>
internal static class FrozenFiles
{
    /// <summary>A baseline.</summary>
    public static FrozenBaseline Read(string file) => FrozenBaseline.Parse(Files.Read(file), Files.Name(file));

    /// <summary>All baselines of files and folders, in the order of their names.</summary>
    public static List<(string File, FrozenBaseline Baseline)> ReadAll(IEnumerable<string> paths)
    {
        List<(string, FrozenBaseline)> all = [];
        foreach (string path in paths)
        {
            string[] files = Directory.Exists(path)
                ? [.. Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)] : [path];
            all.AddRange(files.Select(f => (f, Read(f))));
        }

        return all;
    }

    /// <summary>Writes a file that must not be there: what is frozen is never changed.</summary>
    public static void Write(string file, string text)
    {
        try
        {
            using FileStream stream = new(file, FileMode.CreateNew, FileAccess.Write);
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CliException(Text.Of(Messages.Error_ConvertOut, file, e.Message), kind: CliErrorKind.Failed);
        }
    }
}
