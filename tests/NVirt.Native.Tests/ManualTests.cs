using System.Text.RegularExpressions;

namespace NVirt.Native.Tests;

/// <summary>The manual pages of section 3, which are made from the header.</summary>
public sealed partial class ManualTests
{
    [Fact]
    public void Every_function_has_a_page_that_renders_without_a_warning()
    {
        Needs.Program("man", "man-db");
        Needs.Program("groff", "groff-base");
        using TempFolder folder = new();
        string[] pages = Make(folder.Root);
        string map = File.ReadAllText(Path.Combine(Places.Root, "src", "NVirt.Native", "libnvirt.map"));
        string[] functions = [.. Function().Matches(map).Select(m => m.Value)];
        Assert.Equal(functions.Append("nvirt").Order(StringComparer.Ordinal), pages.Select(Path.GetFileNameWithoutExtension));
        foreach (string page in pages)
        {
            (int code, string output) = NativeLibrary.Run("/usr/bin/env", "MANWIDTH=1000", "man", "--warnings", "-E", "UTF-8", "-l", page);
            Assert.True(code == 0, output);
            Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("error:", output, StringComparison.Ordinal);
            Assert.Contains($"{Path.GetFileNameWithoutExtension(page)} - ", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_page_has_the_prototype_and_the_description_of_the_header()
    {
        using TempFolder folder = new();
        string page = Assert.Single(Make(folder.Root), p => p.EndsWith("/nvirt_cpu_compare.3", StringComparison.Ordinal));
        Golden.Check(File.ReadAllText(page), "Page");
    }

    private static string[] Make(string folder)
    {
        Needs.Program("python3", "python3");
        (int code, string output) = NativeLibrary.Run(
            "python3", Path.Combine(Places.Root, "src", "NVirt.Native", "man", "make.py"), folder);
        Assert.True(code == 0, output);
        return [.. Directory.GetFiles(folder, "*.3").Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("nvirt_[a-z_]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Function();
}
