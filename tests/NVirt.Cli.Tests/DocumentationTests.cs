using System.Text.RegularExpressions;
using NVirt.Cli.Tests.Domains;

namespace NVirt.Cli.Tests;

/// <summary>The commands in README.md and docs/ are run, and print what stands below them.</summary>
public sealed partial class DocumentationTests
{
    // Where documents keep their domains: each run has a folder of its own instead.
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

        // The expression has little time, and commands may take more: they are found first.
        Match[] blocks = ConsoleBlock().Matches(text).ToArray();
        using DomainFolder? hosts = text.Contains(Hosts, StringComparison.Ordinal) ? new DomainFolder() : null;
        string[] results = [.. blocks.Select(b => Run(b, hosts?.Root))];
        string actual = blocks.Zip(results).Reverse().Aggregate(text, (rest, b) => rest.Remove(b.First.Index, b.First.Length).Insert(b.First.Index, b.Second));
        if (Environment.GetEnvironmentVariable("NVIRT_ACCEPT") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(text, actual);
    }

    [Fact]
    public void The_readmes_first_two_commands_are_the_tool_and_the_tests()
    {
        string[] commands = [.. ConsoleBlock().Matches(File.ReadAllText(Path.Combine(Places.Root, "README.md"))).SelectMany(b => Commands(b.Groups["body"].Value)).Take(2)];
        Assert.Equal(["./nvirt host", "./test"], commands);
        Assert.All(["nvirt", "test"], script => Assert.True(File.Exists(Path.Combine(Places.Root, script))));
    }

    private static string Run(Match block, string? hosts) =>
        $"```console\n{string.Concat(Commands(block.Groups["body"].Value).Select(c => Execute(c, hosts)))}```";

    private static IEnumerable<string> Commands(string block) =>
        block.Split('\n').Where(l => l.StartsWith("$ ", StringComparison.Ordinal)).Select(l => l[2..]);

    // What depends on the machine is run, and not shown; the test script would run itself.
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
        return $"$ {command}\n{shown}{(showsCode ? $"{code}\n" : string.Empty)}";
    }

    // The time that the commands take counts too.
    [GeneratedRegex("```console\n(?<body>.*?)```", RegexOptions.Singleline, 60_000)]
    private static partial Regex ConsoleBlock();
}
