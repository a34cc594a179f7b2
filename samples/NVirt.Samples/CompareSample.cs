using NVirt.Cpu;
using NVirt.Cpu.Probe;

namespace NVirt.Samples;

/// <summary>Can this host run this guest, and if not, why?</summary>
public static class CompareSample
{
    /// <summary>Compares the CPUs of two documents.</summary>
    public static async Task RunAsync(string host, string guest, TextWriter output, CancellationToken cancellation = default)
    {
        CpuSource has = (await CpuReader.ReadFileAsync(host, cancellation: cancellation))[0];
        CpuSource wants = (await CpuReader.ReadFileAsync(guest, cancellation: cancellation))[0];
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64);
        CpuComparison comparison = driver.Compare(has.ToDefinition(), wants.ToDefinition(), has.Unknown);
        await output.WriteLineAsync(CpuWords.Of(comparison.Verdict));
        foreach (CpuReason reason in comparison.Reasons)
        {
            await output.WriteLineAsync($"- {reason.Describe()}");
        }
    }
}
