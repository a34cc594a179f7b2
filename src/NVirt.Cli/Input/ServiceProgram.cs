using System.Runtime.InteropServices;
using NVirt.Xml;

namespace NVirt.Cli.Input;

/// <summary>The program of a fleet's service: beside this one, where packages have it, or in a clone, whose script builds it.</summary>
internal static partial class ServiceProgram
{
    private const string Name = "nvirt-fleetd";
    private const string Launcher = "build/launch";
    private const int DeepestBuild = 6;

    // From the folder of this program on.
    private static readonly string[] Places = [Name, $"../sbin/{Name}", $"../libexec/{Name}"];

    /// <summary>Replaces this process by the service.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>Never; the value is for callers that return one.</returns>
    /// <exception cref="CliException">It is not there, or cannot be started.</exception>
    public static int Become(IReadOnlyList<string> arguments)
    {
        if (Find(AppContext.BaseDirectory) is not { } program || OperatingSystem.IsWindows())
        {
            throw new CliException(Text.Of(Messages.Error_NoService, Name));
        }

        _ = Execute(program, [program, .. arguments, null]);
        throw new CliException(Text.Of(Messages.Error_Service, program, Marshal.GetLastPInvokeErrorMessage()));
    }

    /// <summary>Where the program is, for one in a folder; <see langword="null"/> if it is nowhere.</summary>
    internal static string? Find(string folder)
    {
        string? beside = Places.Select(p => Path.GetFullPath(Path.Combine(folder, p))).FirstOrDefault(File.Exists);
        DirectoryInfo? above = new(folder);
        for (int i = 0; beside is null && above is not null && i <= DeepestBuild; i++, above = above.Parent)
        {
            if (File.Exists(Path.Combine(above.FullName, Launcher)) && File.Exists(Path.Combine(above.FullName, Name)))
            {
                beside = Path.Combine(above.FullName, Name);
            }
        }

        return beside;
    }

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Execute(string path, string?[] arguments);
}
