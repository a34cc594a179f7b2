using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Xml;

namespace NVirt.Samples;

/// <summary>The best CPU that every host of a cluster can run.</summary>
public static class BaselineSample
{
    /// <summary>Writes the baseline of all documents in a folder whose names end with <c>-host.xml</c>.</summary>
    public static async Task RunAsync(string folder, TextWriter output, CancellationToken cancellation = default)
    {
        List<CpuSource> hosts = [];
        foreach (string file in Directory.EnumerateFiles(folder, "*-host.xml").Order(StringComparer.Ordinal))
        {
            hosts.AddRange(await CpuReader.ReadFileAsync(file, cancellation: cancellation));
        }

        try
        {
            CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64);
            await output.WriteAsync(CpuXml.Format(driver.Baseline([.. hosts.Select(h => h.ToDefinition())])));
        }
        catch (CpuException refused)
        {
            await output.WriteLineAsync($"no baseline of {hosts.Count} hosts: {refused.Message}");
        }
    }
}
