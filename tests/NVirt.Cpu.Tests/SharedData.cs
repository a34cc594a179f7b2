namespace NVirt.Cpu.Tests;

/// <summary>The conformance data beside the project: <c>$NVIRT_SHARED/conformance/data</c>, or a folder <c>shared</c> further up.</summary>
internal static class SharedData
{
    /// <summary>The folder; skips the test where there is none.</summary>
    public static string Folder()
    {
        string? shared = Environment.GetEnvironmentVariable("NVIRT_SHARED") ?? Above();
        string folder = Path.Combine(shared ?? string.Empty, "conformance", "data");
        Assert.SkipUnless(shared is not null && Directory.Exists(folder), "no conformance data: set NVIRT_SHARED, or put a folder 'shared' beside the project");
        return folder;
    }

    private static string? Above()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared");
            if (Directory.Exists(Path.Combine(candidate, "conformance")))
            {
                return candidate;
            }
        }

        return null;
    }
}
