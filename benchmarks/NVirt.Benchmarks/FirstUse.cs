using System.Diagnostics;
using NVirt.Cpu;
using NVirt.RelaxNg;

namespace NVirt.Benchmarks;

/// <summary>
/// What the first look-up in a fresh process costs: the map is ready when it returns; and what the first schema costs, that of libvirt's
/// domains where it is installed. Run several times and with ReadyToRun, as the tool is.
/// </summary>
internal static class FirstUse
{
    public static int Run()
    {
        // The clock and the console are ready before the measured part.
        Console.Write(string.Empty);
        long start = Stopwatch.GetTimestamp();
        CpuModelFound found = new(CpuDriver.For(CpuArchitecture.X86_64).VendorForModel("EPYC-Milan"));
        TimeSpan first = Stopwatch.GetElapsedTime(start);
        Console.WriteLine($"first use: {first.TotalMilliseconds:F3} ms ({found.Vendor})");
        if (File.Exists(Domains.Schema))
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            _ = RelaxNgSchema.Load(Domains.Schema);
            Console.WriteLine($"first schema: {(Environment.CpuUsage.TotalTime - before).TotalMilliseconds:F1} ms of processor time");
        }

        return 0;
    }

    private sealed record CpuModelFound(string? Vendor);
}
