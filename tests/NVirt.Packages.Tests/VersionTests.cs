using System.Text.RegularExpressions;

namespace NVirt.Packages.Tests;

/// <summary>One version everywhere: that of Directory.Build.props.</summary>
public sealed partial class VersionTests
{
    [Fact]
    public void The_header_the_library_and_its_symbols_have_the_version_of_all()
    {
        string[] parts = Packages.Version.Split('.');
        string header = Read("src/NVirt.Native/include/nvirt.h");
        Assert.Contains($"#define NVIRT_VERSION_MAJOR {parts[0]}\n", header, StringComparison.Ordinal);
        Assert.Contains($"#define NVIRT_VERSION_MINOR {parts[1]}\n", header, StringComparison.Ordinal);
        Assert.Contains($"\"{Packages.Version}\\0\"u8", Read("src/NVirt.Native/Entries/ErrorEntries.cs"), StringComparison.Ordinal);
        Assert.Contains($"NVIRT_{parts[0]}.{parts[1]} {{", Read("src/NVirt.Native/libnvirt.map"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_tool_prints_a_version_that_a_person_can_quote()
    {
        string version = Shell.Do("dotnet", Path.Combine(AppContext.BaseDirectory, "nvirt.dll"), "--version");
        Assert.Matches(Quotable(), version);
        Assert.StartsWith(Packages.Version, version, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_has_release_notes() =>
        Assert.StartsWith($"# NVirt {Packages.Version}\n", Read($"docs/releases/{Packages.Version}.md"), StringComparison.Ordinal);

    private static string Read(string path) => File.ReadAllText(Path.Combine(Places.Root, path)).ReplaceLineEndings("\n");

    // Built from git, it names the commit.
    [GeneratedRegex(@"^\d+\.\d+\.\d+(\+[0-9a-f]{9})?\n$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Quotable();
}
