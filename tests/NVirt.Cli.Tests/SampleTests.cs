using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>Runs the samples.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task Every_sample_prints_what_it_did()
    {
        await using StringWriter output = new() { NewLine = "\n" };
        await Samples.Program.RunAllAsync(Path.Combine(Places.Root, "docs", "examples"), output, TestContext.Current.CancellationToken);
        Golden.Check(output.ToString(), "samples");
    }
}
