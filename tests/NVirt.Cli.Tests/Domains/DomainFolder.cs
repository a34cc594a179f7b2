using System.Text.RegularExpressions;
using NVirt.Testing;

namespace NVirt.Cli.Tests.Domains;

/// <summary>A folder of domains that is removed after the test, together with the guests that still run.</summary>
internal sealed partial class DomainFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    public DomainFolder() => Needs.Program("qemu-system-x86_64", "qemu-system-x86");

    public string Root => _folder.Root;

    /// <summary>Runs a command on domains.</summary>
    public (int Code, string Output, string Error) Run(params string[] words) => Tool.Run(["domain", .. words, "--root", Root]);

    /// <summary>Runs a command that must succeed.</summary>
    public string Do(params string[] words)
    {
        var (code, output, error) = Run(words);
        Assert.True(code == ExitCode.Done, $"{string.Join(' ', words)}: exit code {code}: {error}");
        return output;
    }

    /// <summary>Runs several commands and records the results, except for what differs each time.</summary>
    public string Transcript(params IEnumerable<string> commandLines) =>
        Stable(Tool.Transcript(words => Tool.Run([.. words, "--root", Root]), commandLines));

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>Writes a shell script next to the domains.</summary>
    public string WriteScript(string name, string text) => _folder.WriteScript(name, text);

    public void Dispose()
    {
        // It may contain folders of hosts.
        foreach (string root in Directory.GetDirectories(Root).Append(Root).Where(r => Directory.Exists(Path.Combine(r, "run"))))
        {
            foreach (string guest in Tool.Run("domain", "list", "--uuid", "--root", root).Output.Split(
                '\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Tool.Run("domain", "destroy", guest, "--root", root);
            }
        }

        _folder.Dispose();
    }

    private string Stable(string text) =>
        CpuTime().Replace(
            Seconds().Replace(
                Process().Replace(Machine().Replace(StablePaths(text), "pc-i440fx-N"), "${title}PID"),
                    "${title}N"), "${title}N");

    private string StablePaths(string text) => Terminal().Replace(text.Replace(Root, "ROOT", StringComparison.Ordinal), "/dev/pts/N");

    [GeneratedRegex("/dev/pts/[0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Terminal();

    [GeneratedRegex("pc-i440fx-[0-9.]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Machine();

    [GeneratedRegex("(?<title>\"pid\": |Process: +)[0-9]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Process();

    [GeneratedRegex("(?<title>\"(cpuTime|total|downtime)Seconds\": |\"sentBytes\": )[0-9.]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Seconds();

    [GeneratedRegex("(?<title>CPU time: +)[0-9.]+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CpuTime();
}
