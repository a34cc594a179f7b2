using System.CommandLine;
using System.Text.Json;

namespace NVirt.Cli.Tests;

/// <summary>The JSON of commands and of errors. Tool.Run checks each document of each test against docs/json.md.</summary>
public sealed class JsonTests
{
    private const string Old = "docs/examples/old-host.xml";

    [Fact]
    public void Every_command_that_people_call_has_a_section_and_writes_json()
    {
        Assert.All(Leaves(CommandTree.CreateWhole()).Where(c => !c.Hidden), command =>
        {
            Assert.Contains(Output.Json.JsonDocuments.SchemaOf(command), JsonContract.Documented);
            Assert.Contains(OutputFormat.Json, command.Forms);
        });
    }

    [Theory]
    [InlineData("host")]
    [InlineData("capabilities")]
    [InlineData("completion fish")]
    [InlineData("cpu features")]
    [InlineData("cpu features mips")]
    [InlineData("cpu show ibrs")]
    [InlineData("cpu show EPYC")]
    [InlineData("cpu guest docs/examples/wish.xml --host docs/examples/old-host.xml")]
    [InlineData("cpu update docs/examples/wish.xml --host docs/examples/old-host.xml")]
    [InlineData("cpu update-live docs/examples/web.xml --enabled docs/examples/enabled.xml")]
    [InlineData("cpu host --source docs/examples/dump.txt --data")]
    [InlineData("cpu host --source docs/examples/cpuinfo/power9.txt --data")]
    [InlineData("cpu host --source docs/examples/cpuinfo/neoverse-n1.txt --data")]
    public void Documents_have_the_fields_that_the_documentation_promises(string command)
    {
        var (code, output, error) = Tool.Run([.. Tool.Split(command), "-o", "json"]);
        Assert.Equal((ExitCode.Done, string.Empty), (code, error));
        Assert.StartsWith("{\n  \"schema\": \"nvirt.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu compare docs/examples/nothing.xml", 1, "unreadable", "docs/examples/nothing.xml", null, null)]
    [InlineData("cpu compare docs/examples/bad.xml", 1, "unsupported", "docs/examples/bad.xml", 3, 12)]
    [InlineData("cpu decode docs/examples/broken.txt", 1, "xml", "docs/examples/broken.txt", 2, 65)]
    [InlineData("cpu compare", 1, "usage", null, null, null)]
    [InlineData("cpu compare --hots x", 1, "usage", null, null, null)]
    [InlineData("cpu has-feature tsx --host docs/examples/old-host.xml", 1, "internal", null, null, null)]
    [InlineData("cpu guest docs/examples/speculation.xml --host docs/examples/dump.txt", 3, "undecided", null, null, null)]
    [InlineData("vmware cpuid docs/examples/vmware.xml --into docs/examples/guest.vmx", 1, "usage", null, null, null)]
    [InlineData("cpu decode docs/examples/dump.txt --models-from docs/examples/web.xml", 1, "xml", "docs/examples/web.xml", 1, 1)]
    public void An_error_is_one_object_on_standard_error(string command, int code, string kind, string? file, int? line, int? column)
    {
        var (actual, output, error) = Tool.Run([.. Tool.Split(command), "-o", "json"]);
        Assert.Equal((code, string.Empty), (actual, output));
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        using JsonDocument document = JsonDocument.Parse(error);
        JsonElement json = document.RootElement;
        Assert.Equal("nvirt.error", json.GetProperty("schema").GetString());
        Assert.Equal((code, kind), (json.GetProperty("code").GetInt32(), json.GetProperty("kind").GetString()));
        Assert.Equal(file, json.TryGetProperty("file", out JsonElement f) ? f.GetString() : null);
        Assert.Equal((line, column), (Number("line"), Number("column")));

        int? Number(string name) => json.TryGetProperty(name, out JsonElement number) ? number.GetInt32() : null;
    }

    [Fact]
    public void An_error_names_what_may_have_been_meant()
    {
        using JsonDocument json = JsonDocument.Parse(Tool.Run("cpu", "has-feature", "tsx", "--host", Old, "-o", "json").Error);
        Assert.Equal(["hle", "rtm"], json.RootElement.GetProperty("suggestions").EnumerateArray().Select(s => s.GetString()));
    }

    [Fact]
    public void Remarks_are_part_of_the_document_and_not_beside_it()
    {
        var (_, output, error) = Tool.Run("cpu", "features", "mips", "-o", "json");
        Assert.Empty(error);
        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(1, json.RootElement.GetProperty("notes").GetArrayLength());
        Assert.DoesNotContain("notes", Tool.Run("cpu", "features", "mips", "-o", "json", "--quiet").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_option_may_stand_before_the_command() => Assert.Equal(
        Tool.Run("cpu", "signature", "docs/examples/dump.txt", "-o", "json"),
        Tool.Run("-o", "JSON", "cpu", "signature", "docs/examples/dump.txt"));

    private static IEnumerable<LeafCommand> Leaves(Command command) =>
        command.Subcommands.SelectMany(c => c is LeafCommand leaf ? [leaf] : Leaves(c));
}
