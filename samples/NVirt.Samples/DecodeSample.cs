using NVirt.Cpu;
using NVirt.Cpu.Probe;

namespace NVirt.Samples;

/// <summary>What processor is this dump from, and what is it called?</summary>
public static class DecodeSample
{
    /// <summary>Decodes a dump of registers.</summary>
    public static async Task RunAsync(string dump, TextWriter output, CancellationToken cancellation = default)
    {
        CpuSource source = (await CpuReader.ReadFileAsync(dump, cancellation: cancellation))[0];
        CpuDefinition cpu = source.ToDefinition();
        await output.WriteLineAsync($"{source.Data}");
        await output.WriteLineAsync($"{cpu.Vendor} {cpu.Model}, and {cpu.Features.Count} features more; {source.Unknown.Length} are not told");
    }
}
