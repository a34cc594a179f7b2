using System.Text.Json;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>nvirt validate: the choice of the schema, several files, and finding libvirt's schemas.</summary>
public sealed class ValidateTests : IDisposable
{
    private const string Web = "docs/examples/web.xml";

    private const string Schema = "<element name='network' xmlns='http://relaxng.org/ns/structure/1.0'><ref name='x'/></element>";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private (int Code, string Output, string Error) RunWithLibvirt(params string[] arguments) =>
        Tool.RunWith($"XDG_DATA_DIRS=/nonexistent:{_folder.Root}", arguments);

    [Theory]
    [InlineData("<cpu/>", 0)]
    [InlineData("<cpuTest><cpu mode='host-model'/><cpu/></cpuTest>", 0)]
    [InlineData("<cpu><arch>x86_64</arch><model>a</model></cpu>", 0)]
    [InlineData("<cpudata arch='x86'><cpuid eax_in='1'/></cpudata>", 0)]
    [InlineData("<cpuencode><cpudata arch='x86' policy='force'/></cpuencode>", 0)]
    [InlineData("<capabilities><host><cpu><arch>s390x</arch></cpu></host></capabilities>", 0)]
    [InlineData("<domainCapabilities/>", 0)]
    [InlineData("<domain type='qemu'><name>a</name></domain>", 0)]
    [InlineData("<domain/>", 2)]
    [InlineData("<cpuTest><cpu mode='x'/></cpuTest>", 2)]
    [InlineData("<pool/>", 1)]
    [InlineData("<cpu", 1)]
    [InlineData("<!DOCTYPE cpu><cpu/>", 1)]
    [InlineData("<cpu mode='x'/><cpu/>", 2)]
    [InlineData("<cpu/>\n<?xml version='1.0'?>\n<cpu/>", 0)]
    [InlineData("<domstatus state='running'><domain type='qemu'><name>a</name></domain></domstatus>", 0)]
    [InlineData("<domainsnapshot><name>s</name><domain/></domainsnapshot>", 2)]
    [InlineData("$ virsh dumpxml a\n<cpu/>\n$", 0)]
    [InlineData("<mode name='host-model' supported='yes'><model fallback='forbid'>Haswell</model></mode>", 0)]
    [InlineData("", 1)]
    public void The_root_decides_the_schema(string xml, int code) =>
        Assert.Equal(code, Tool.Run("validate", _folder.Write("a.xml", xml)).Code);

    [Fact]
    public void Mistakes_of_several_documents_have_the_places_of_the_file()
    {
        string file = _folder.Write("two.xml", "<cpu/>\n$ cat b.xml\n  <cpu mode='x'/>\n");
        Assert.Contains("two.xml:3:8: attribute mode", Tool.Run("validate", file).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_tool_prints_is_valid()
    {
        foreach (string command in new[] { "cpu encode docs/examples/web.xml",
            "cpu baseline docs/examples/old-host.xml docs/examples/new-host.xml", "cpu host --source docs/examples/dump.txt",
                "cpu host --source docs/examples/dump.txt --data -o xml", "domcapabilities --qmp docs/examples/qemu.json --virttype qemu" })
        {
            string file = _folder.Write("a.xml", Tool.Run(Tool.Split(command)).Output);
            Assert.Equal((0, $"{file}: valid\n"), Tool.Run("validate", file) is var r ? (r.Code, r.Output) : default);
        }
    }

    [Fact]
    public void Of_several_files_each_is_judged_and_the_worst_decides()
    {
        var (code, output, error) = Tool.Run("validate", "docs/examples/bad.xml", "docs/examples/nothing.xml", Web);
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.Equal(2, output.TrimEnd('\n').Split('\n').Length);
        Assert.EndsWith($"{Web}: valid\n", output, StringComparison.Ordinal);
        Assert.StartsWith("nvirt: docs/examples/nothing.xml", error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.No, Tool.Run("validate", Web, "docs/examples/bad.xml", Web).Code);
    }

    [Fact]
    public void What_precedes_a_malformed_place_is_told_too()
    {
        string file = _folder.Write("a.xml", "<cpu mode='x'>\n<");
        var (code, output, error) = Tool.Run("validate", file);
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.StartsWith($"{file}:1:6: ", output, StringComparison.Ordinal);
        Assert.StartsWith($"nvirt: {file}:2:", error, StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(Tool.Run("validate", file, "-o", "json").Output).RootElement.GetProperty("files")[0];
        Assert.Equal(JsonValueKind.Null, json.GetProperty("valid").ValueKind);
        Assert.Equal(1, json.GetProperty("mistakes").GetArrayLength());
    }

    [Fact]
    public void A_name_is_looked_for_among_the_schemas_of_libvirt()
    {
        _folder.Write("libvirt/schemas/network.rng", Schema.Replace("<ref name='x'/>", "<empty/>", StringComparison.Ordinal));
        string file = _folder.Write("a.xml", "<network><name/></network>");
        var (code, output, error) = RunWithLibvirt("validate", "--schema", "network.rng", file);
        Assert.Equal((ExitCode.No, string.Empty), (code, error));
        Assert.StartsWith($"{file}:1:10: ", output, StringComparison.Ordinal);
        (code, _, error) = RunWithLibvirt("validate", "--schema", "pool.rng", file);
        Assert.Equal(ExitCode.NotJudged, code);
        Assert.Contains($"{_folder.Root}/libvirt/schemas", error, StringComparison.Ordinal);
        Assert.Equal("network.rng\n", RunWithLibvirt("[suggest:24]", "nvirt validate --schema ").Output);
    }

    [Fact]
    public void A_broken_schema_is_refused_with_its_place()
    {
        string schema = _folder.Write("a.rng", Schema);
        var (code, output, error) = Tool.Run("validate", "--schema", schema, Web);
        Assert.Equal((ExitCode.NotJudged, string.Empty), (code, output));
        Assert.StartsWith($"nvirt: {schema}:1:", error, StringComparison.Ordinal);
    }
}
