using System.Text.RegularExpressions;

namespace NVirt.Cli.Tests;

/// <summary>The commands in README.md and docs/ are run, and print what stands below them.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Documents => [.. new[] { "README.md", "docs/model.md", "docs/architectures.md", "docs/cpu-map.md", "docs/masks.md" }];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Commands_print_what_the_document_says(string document)
    {
        string path = Path.Combine(Places.Root, document);
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        string actual = ConsoleBlock().Replace(text, block => $"```console\n{string.Concat(Commands(block.Groups["body"].Value).Select(Execute))}```");
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

    private static IEnumerable<string> Commands(string block) =>
        block.Split('\n').Where(l => l.StartsWith("$ ", StringComparison.Ordinal)).Select(l => l[2..]);

    // What depends on the machine (nvirt host) is run, and not shown; the test script would run itself.
    private static string Execute(string command)
    {
        if (command == "./test")
        {
            return $"$ {command}\n";
        }

        bool showsCode = command.EndsWith("; echo $?", StringComparison.Ordinal);
        string line = showsCode ? command[..^"; echo $?".Length] : command;
        Assert.StartsWith("./nvirt ", line, StringComparison.Ordinal);
        var (code, output, error) = Tool.Run(Tool.Split(line["./nvirt ".Length..]));
        if (line == "./nvirt host")
        {
            Assert.Equal((0, string.Empty), (code, error));
            return $"$ {command}\n";
        }

        Assert.True(showsCode || code == 0, $"{command}: exit code {code}: {error}");
        return $"$ {command}\n{output}{error}{(showsCode ? $"{code}\n" : string.Empty)}";
    }

    // The time counts in which the commands run.
    [GeneratedRegex("```console\n(?<body>.*?)```", RegexOptions.Singleline, 60_000)]
    private static partial Regex ConsoleBlock();
}
