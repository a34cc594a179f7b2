using System.Text.RegularExpressions;

namespace NVirt.Packages.Tests;

/// <summary>The manual pages that are made: those of section 1 from the tool's help, those of section 5 from comments.</summary>
public sealed partial class ManualTests
{
    [Fact]
    public void Every_command_has_a_page_that_renders_without_a_warning()
    {
        string tool = Packages.NativeTool;
        Needs.Program("man", "man-db");
        Needs.Program("groff", "groff-base");
        using TempFolder folder = new();
        string[] pages = Make(tool, folder.Root);
        Assert.Equal(
            Commands(tool).Select(c => string.Join('-', c)).Order(StringComparer.Ordinal), pages.Select(Path.GetFileNameWithoutExtension));
        foreach (string page in pages)
        {
            var (code, output, error) = Shell.Run(["MANWIDTH=1000"], "man", "--warnings", "-E", "UTF-8", "-l", page);
            Assert.Equal((0, string.Empty), (code, error));
            Assert.Contains($"{Path.GetFileNameWithoutExtension(page)} - ", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_page_has_what_the_help_says()
    {
        string tool = Packages.NativeTool;
        using TempFolder folder = new();
        string page = Assert.Single(Make(tool, folder.Root), p => p.EndsWith("/nvirt-cpu-compare.1", StringComparison.Ordinal));
        Golden.Check(File.ReadAllText(page), "Page");
    }

    [Theory]
    [InlineData("nvirtd.json", "nvirtd", "limits.clients = 5000")]
    [InlineData("nvirt-fleet.json", "nvirt-fleetd", "proxy.userHeader = \"X-Remote-User\"")]
    [InlineData("nvirt-agent.json", "nvirt agent", "interval = 300")]
    public void A_configuration_file_has_a_page_that_renders_without_a_warning(string file, string owner, string setting)
    {
        Needs.Program("man", "man-db");
        Needs.Program("groff", "groff-base");
        using TempFolder folder = new();
        string packaging = Path.Combine(Places.Root, "packaging");
        Shell.Do(Path.Combine(packaging, "settings.py"), Path.Combine(packaging, file), folder.Root, "2026-11-29", "nvirt 1");
        var (code, output, error) = Shell.Run(
            ["MANWIDTH=1000"], "man", "--warnings", "-E", "UTF-8", "-l", Path.Combine(folder.Root, file + ".5"));
        Assert.Equal((0, string.Empty), (code, error));
        Assert.Contains($"{file} - the configuration of {owner}\n", output, StringComparison.Ordinal);
        Assert.Contains(setting, output, StringComparison.Ordinal);
    }

    // Asked of the tool as a person would, a level at a time.
    private static IEnumerable<string[]> Commands(string tool, params string[] words)
    {
        yield return ["nvirt", .. words];
        string help = Shell.Do(["COLUMNS=1000"], tool, [.. words, "--help"]);
        int at = help.IndexOf("\nCommands:\n", StringComparison.Ordinal);
        foreach (Match below in at < 0 ? [] : Command().Matches(help[at..]).ToArray())
        {
            foreach (string[] command in Commands(tool, [.. words, below.Groups["name"].Value]))
            {
                yield return command;
            }
        }
    }

    private static string[] Make(string tool, string folder)
    {
        Shell.Do(Path.Combine(Places.Root, "packaging", "man.py"), tool, "1", folder, "2026-11-29");
        return [.. Directory.GetFiles(folder).OrderBy(Path.GetFileNameWithoutExtension, StringComparer.Ordinal)];
    }

    [GeneratedRegex("^  (?<name>[a-z-]+)  ", RegexOptions.Multiline, 1000)]
    private static partial Regex Command();
}
