using System.Text.RegularExpressions;

namespace NVirt.Native.Tests;

/// <summary>Runs the code of docs/c-api.md and docs/python.md, and compares what it prints with what is shown.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void The_commands_of_the_c_document_print_what_it_says()
    {
        _ = NativeLibrary.Folder;
        using TempFolder folder = new();
        foreach (string part in new[] { "artifacts", "docs" })
        {
            File.CreateSymbolicLink(Path.Combine(folder.Root, part), Path.Combine(Places.Root, part));
        }

        string document = Read("c-api.md");
        (int code, string output) = NativeLibrary.Run(
            "/bin/sh", "-c", $"set -e\ncd '{folder.Root}'\n{Assert.Single(Blocks(document, "sh"))}");
        Assert.True(code == 0, output);
        Assert.Equal(Assert.Single(Blocks(document, "text")), output);
    }

    [Fact]
    public void The_code_of_the_c_document_answers()
    {
        _ = NativeLibrary.Folder;
        using TempFolder folder = new();
        string source = Path.Combine(folder.Root, "document.c");
        File.WriteAllText(source, $$"""
            #include "every.h"
            int main(int argc, char **argv) {
            folder = argv[argc - 1];
            size_t host_length, guest_length;
            char *host_xml = load("new-host.xml", &host_length), *guest_xml = load("video.xml", &guest_length);
            {{Assert.Single(Blocks(Read("c-api.md"), "c"))}}
            return last_kind() + failures;
            }
            """);
        string program = NativeLibrary.Compile(source, folder.Root, "-Wall", "-Wextra", "-Wno-unused-function");
        Assert.Equal((0, "yes\n"), NativeLibrary.Run(program, NativeLibrary.Examples));
    }

    [Fact]
    public void The_code_of_the_python_document_prints_what_it_says()
    {
        _ = NativeLibrary.Folder;
        Needs.Program("python3", "python3");
        using TempFolder folder = new();
        foreach ((string example, string name) in
            new[] { ("new-host.xml", "host.xml"), ("video.xml", "guest.xml"), ("old-host.xml", "old-host.xml") })
        {
            File.Copy(Path.Combine(NativeLibrary.Examples, example), Path.Combine(folder.Root, name));
        }

        string code = string.Concat(Blocks(Read("python.md"), "python"));
        string[] expected = [.. Printed().Matches(code).Select(m => m.Groups["text"].Value)];
        Assert.True(expected.Length > 3);
        File.WriteAllText(Path.Combine(folder.Root, "document.py"), code);
        (int result, string output) = NativeLibrary.Run("/bin/sh", "-c", $"cd '{folder.Root}' && exec python3 document.py");
        Assert.True(result == 0, output);
        Assert.Equal(expected, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Places.Root, "docs", name)).ReplaceLineEndings("\n");

    private static IEnumerable<string> Blocks(string document, string language) =>
        Block().Matches(document).Where(m => m.Groups["language"].Value == language).Select(m => m.Groups["body"].Value);

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<body>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"print\(.*\)  # (?<text>.*)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Printed();
}
