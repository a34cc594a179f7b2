using System.Text.RegularExpressions;
using NVirt.Cli.Tests.Domains;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>Runs the commands in README.md and docs/, and compares their output with what is shown below them.</summary>
public sealed partial class DocumentationTests
{
    // Where the documents keep domains; each run uses its own folder instead.
    private const string Hosts = "/srv/nvirt";

    private static readonly string[] OfTheMachine = ["./nvirt host", "./nvirt capabilities"];

    /// <summary>README.md and every document in docs/ that shows commands, so that none is forgotten.</summary>
    public static TheoryData<string> Documents =>
    [
        "README.md",
        .. Directory.EnumerateFiles(Path.Combine(Places.Root, "docs"), "*.md")
            .Where(f => File.ReadAllText(f).Contains("```console", StringComparison.Ordinal))
            .Select(f => "docs/" + Path.GetFileName(f))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Commands_print_what_the_document_says(string document)
    {
        string path = Path.Combine(Places.Root, document);
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");

        // The regular expression has a short timeout and commands may take long, so commands are found first.
        Match[] blocks = ConsoleBlock().Matches(text).ToArray();
        using DomainFolder? hosts = text.Contains(Hosts, StringComparison.Ordinal) ? new DomainFolder() : null;
        string[] results = [.. blocks.Select(b => Run(b, hosts?.Root))];
        string actual = blocks.Zip(results).Reverse()
            .Aggregate(text, (rest, b) => rest.Remove(b.First.Index, b.First.Length).Insert(b.First.Index, b.Second));
        if (Environment.GetEnvironmentVariable("NVIRT_ACCEPT") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(text, actual);
    }

    [Fact]
    public void The_readme_begins_with_a_clone_by_the_tool_and_the_tests()
    {
        string readme = File.ReadAllText(Path.Combine(Places.Root, "README.md"));
        string[] commands = [.. ConsoleBlock().Matches(readme[readme.IndexOf("## In a clone", StringComparison.Ordinal)..])
            .SelectMany(b => Commands(b.Groups["body"].Value)).Take(2)];
        Assert.Equal(["./nvirt host", "./test"], commands);
        Assert.All(["nvirt", "test"], script => Assert.True(File.Exists(Path.Combine(Places.Root, script))));
    }

    private static string Run(Match block, string? hosts) =>
        $"```console\n{string.Concat(Commands(block.Groups["body"].Value).Select(c => Execute(c, hosts)))}```";

    private static IEnumerable<string> Commands(string block) =>
        block.Split('\n').Where(l => l.StartsWith("$ ", StringComparison.Ordinal)).Select(l => l[2..]);

    // Output that depends on the machine is not compared; the test script would run itself.
    private static string Execute(string command, string? hosts)
    {
        if (command == "./test")
        {
            return $"$ {command}\n";
        }

        bool showsCode = command.EndsWith("; echo $?", StringComparison.Ordinal);
        string line = showsCode ? command[..^"; echo $?".Length] : command;
        string[] parts = (hosts is null ? line : line.Replace(Hosts, hosts, StringComparison.Ordinal)).Split("./nvirt ", 2);
        Assert.Equal(2, parts.Length);
        string[] arguments = Tool.Split(parts[1]);
        var (code, output, error) = parts[0].Length == 0 ? Tool.Run(arguments) : Tool.RunWith(parts[0].TrimEnd(), arguments);
        if (OfTheMachine.Contains(line))
        {
            Assert.Equal((0, string.Empty), (code, error));
            return $"$ {command}\n";
        }

        Assert.True(showsCode || code == 0, $"{command}: exit code {code}: {error}");
        string shown = hosts is null ? output + error : (output + error).Replace(hosts, Hosts, StringComparison.Ordinal);
        shown = Terminal().Replace(shown, "/dev/pts/1");
        return $"$ {command}\n{shown}{(showsCode ? $"{code}\n" : string.Empty)}";
    }

    // Which one is free depends on the machine.
    [GeneratedRegex("/dev/pts/[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Terminal();

    // The time limit includes the commands.
    [GeneratedRegex("```console\n(?<body>.*?)```", RegexOptions.Singleline, 60_000)]
    private static partial Regex ConsoleBlock();
}
