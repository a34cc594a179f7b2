using NVirt.Cpu.Probe.Dumps;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>The tool in another language, chosen by environment variables; and output that is the same in every language.</summary>
public sealed class GermanTests
{
    private const string Old = "docs/examples/old-host.xml";
    private const string Dump = "docs/examples/dump.txt";
    private const string Numbers = "docs/examples/numbers.xml";
    private const string Speculation = "docs/examples/speculation.xml";

    [Fact]
    public void Messages() => Golden.Check(
        Tool.Transcript(
            words => Tool.RunWith("LANG=de_DE.UTF-8", words),
            "--help",
            "cpu update-live --help",
            $"cpu compare {Numbers} --host {Old}",
            $"cpu explain {Numbers} --host {Old}",
            $"cpu explain {Speculation} --host {Dump}",
            "cpu compare docs/examples/axes/keys.xml --host docs/examples/axes/epyc-7713.xml --from docs/examples/axes/xeon-6148.xml",
            $"cpu baseline {Old} {Dump} -o table",
            $"audit {Speculation} --host {Dump}",
            "audit docs/examples/web.xml --host docs/examples/new-host.xml",
            "fleet matrix samples/fleet",
            "fleet plan samples/fleet",
            "fleet pools samples/fleet --max 3",
            "fleet baseline samples/fleet --pool intel",
            "fleet pools --help",
            "cpu show EPYC",
            "cpu",
            "cpu compare",
            $"cpu compare {Numbers} --hots {Old}",
            "cpu compare docs/examples/nothing.xml",
            "cpu compare docs/examples/bad.xml --host docs/examples/old-host.xml",
            "cpu decode docs/examples/broken.txt",
            "validate docs/examples/mistakes/topology.xml docs/examples/mistakes/mode.xml NVirt.slnx docs/examples/web.xml",
            "cpu models --cpu-map docs"),
        "german");

    [Theory]
    [InlineData($"cpu compare {Numbers} --host {Old} -o json")]
    [InlineData($"cpu explain {Numbers} --host {Old} -o json")]
    [InlineData($"cpu decode {Dump}")]
    [InlineData($"cpu encode {Numbers}")]
    [InlineData($"cpu has-feature aes --host {Dump}")]
    [InlineData("cpu show sse4.1 -o json")]
    [InlineData("cpu models vax -o json")]
    [InlineData("validate docs/examples/bad.xml docs/examples/nothing.xml -o json")]
    [InlineData("cpu compare -o json")]
    public void What_programs_read_is_the_same_in_every_language(string line)
    {
        // Remarks are for people.
        (int code, string output, _) = Tool.RunWith("LANG=C", Tool.Split(line));
        (int germanCode, string germanOutput, _) = Tool.RunWith("LANG=de_DE.UTF-8", Tool.Split(line));
        Assert.Equal((code, output), (germanCode, germanOutput));
    }
}
