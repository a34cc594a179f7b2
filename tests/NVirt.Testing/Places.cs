using System.Runtime.CompilerServices;
using Xunit;

namespace NVirt.Testing;

/// <summary>Where things are: this project, and the shared folder beside it.</summary>
internal static class Places
{
    /// <summary>The root of the project.</summary>
    public static string Root { get; } = FindRoot();

    private static string SharedFolder { get; } =
        Environment.GetEnvironmentVariable("NVIRT_SHARED") ?? Path.Combine(Path.GetDirectoryName(Root)!, "shared");

    /// <summary>A path in the shared folder; the test is skipped if it does not exist.</summary>
    public static string Shared(params ReadOnlySpan<string> parts)
    {
        Assert.SkipUnless(Directory.Exists(SharedFolder), $"there is no folder {SharedFolder}; set NVIRT_SHARED to one that has it");
        return Path.Combine([SharedFolder, .. parts]);
    }

    /// <summary>A path in the shared folder, or <see langword="null"/> if it does not exist.</summary>
    public static string? SharedIfThere(params ReadOnlySpan<string> parts) =>
        Directory.Exists(SharedFolder) ? Path.Combine([SharedFolder, .. parts]) : null;

    private static string FindRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
