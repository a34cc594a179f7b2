using System.Runtime.CompilerServices;
using Xunit;

namespace NVirt.Testing;

/// <summary>Where things are: this project, and the shared folder beside it.</summary>
internal static class Places
{
    /// <summary>The root of the project.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path in the shared folder; the test is skipped where there is none.</summary>
    public static string Shared(params ReadOnlySpan<string> parts)
    {
        string shared = Environment.GetEnvironmentVariable("NVIRT_SHARED") ?? Path.Combine(Path.GetDirectoryName(Root)!, "shared");
        Assert.SkipUnless(Directory.Exists(shared), $"there is no folder {shared}; set NVIRT_SHARED to one that has it");
        return Path.Combine([shared, .. parts]);
    }

    private static string FindRoot([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
