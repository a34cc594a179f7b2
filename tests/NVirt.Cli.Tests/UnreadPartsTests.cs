using System.Text.Json;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>Ignored parts of a document are reported in the validator's words, and change no answer.</summary>
public sealed class UnreadPartsTests : IDisposable
{
    private const string Host = "docs/examples/new-host.xml";
    private const string Mistake =
        ":3:3: element <toplogy> is not allowed in <cpu>; expected <vendor>, <feature>, <topology>, <cache>, <maxphysaddr> or <numa>; "
            + "did you mean <topology>?\n";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Guest(string topology) =>
        _folder.Write("guest.xml", $"<cpu mode='custom' match='exact'>\n  <model>Nehalem</model>\n  {topology}\n</cpu>\n");

    [Theory]
    [InlineData("cpu compare FILE --host HOST")]
    [InlineData("cpu explain FILE --host HOST")]
    [InlineData("cpu update FILE --host HOST")]
    [InlineData("cpu baseline FILE")]
    [InlineData("cpu guest FILE --host HOST")]
    public void It_is_told_in_the_words_of_the_validator(string command)
    {
        string file = Guest("<!---->");
        string[] words = [.. Tool.Split(command).Select(w => w == "FILE" ? file : w == "HOST" ? Host : w)];
        (int code, string output, string error) = Tool.Run(words);
        Guest("<toplogy/>");
        Assert.Equal((code, output, $"nvirt: {file}{Mistake}{error}"), Tool.Run(words));
        Assert.StartsWith($"{file}{Mistake}", Tool.Run("validate", file).Output, StringComparison.Ordinal);
        Assert.Equal((code, output, error), Tool.Run([.. words, "--quiet"]));
    }

    [Fact]
    public void For_programs_it_is_a_note()
    {
        (int code, string output, string error) = Tool.Run("cpu", "compare", Guest("<toplogy/>"), "--host", Host, "-o", "json");
        Assert.Equal((0, string.Empty), (code, error));
        Assert.EndsWith(
            "did you mean <topology>?", Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("notes").EnumerateArray())
                .GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_domain_it_is_told_where_the_schema_knows_everything()
    {
        string domain = File.ReadAllText(Path.Combine(Places.Root, "docs/examples/router.xml"))
            .Replace("<cpu mode='custom'", "<cpu chek='none' mode='custom'", StringComparison.Ordinal)
            .Replace("</domain>", "<novelty/></domain>", StringComparison.Ordinal);
        (int code, _, string error) =
            Tool.Run("qemu", "args", _folder.Write("router.xml", domain), "--qmp", "docs/examples/qemu.json", "--host", Host);
        Assert.Equal(0, code);
        Assert.Contains("attribute chek is not allowed on <cpu>", error, StringComparison.Ordinal);
        Assert.Contains("; did you mean check?", error, StringComparison.Ordinal);
        Assert.DoesNotContain("<novelty>", error, StringComparison.Ordinal);
        Assert.Contains("/domain/novelty has no effect", error, StringComparison.Ordinal);
        Assert.DoesNotContain("/domain/cpu/@chek", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xen", "docs/examples/xen.xml", "of a CPU")]
    [InlineData("vmware", "docs/examples/vmware.xml", "the model and the features of a CPU")]
    public void Settings_of_masks_hold_features_and_what_else_a_CPU_has_is_told_once(string hypervisor, string example, string all)
    {
        string domain = File.ReadAllText(Path.Combine(Places.Root, example))
            .Replace("<cpu mode", "<cpu chek='none' mode", StringComparison.Ordinal)
            .Replace("</cpu>", "<topology sockets='1' cores='2' threads='2'/><cache level='3' mode='emulate'/></cpu>",
            StringComparison.Ordinal)
            .Replace("</domain>", "<novelty/></domain>", StringComparison.Ordinal);
        string file = _folder.Write("domain.xml", domain);
        (int code, string output, string error) = Tool.Run(hypervisor, "cpuid", file);
        Assert.Equal((ExitCode.Done, Tool.Run(hypervisor, "cpuid", example).Output), (code, output));
        string[] lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("attribute chek is not allowed on <cpu>", lines[0], StringComparison.Ordinal);
        Assert.Contains(": /domain/cpu/topology has no effect: the settings hold only the", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(all, lines[1], StringComparison.Ordinal);
        Assert.Contains(": /domain/cpu/cache has no effect", lines[2], StringComparison.Ordinal);
        Assert.Equal((code, output, string.Empty), Tool.Run(hypervisor, "cpuid", file, "--quiet"));
    }
}
