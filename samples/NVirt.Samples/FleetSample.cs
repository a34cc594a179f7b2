using NVirt.Cpu;
using NVirt.Cpu.Probe;

namespace NVirt.Samples;

/// <summary>Which models can the hosts of a fleet run?</summary>
public static class FleetSample
{
    /// <summary>
    /// Writes the last models of the map that all hosts contain, and those of each vendor that two contain; the hosts are all documents in
    /// a folder whose names end with <c>-host.xml</c>.
    /// </summary>
    public static async Task RunAsync(string folder, TextWriter output, CancellationToken cancellation = default)
    {
        CpuFleet fleet = new();
        foreach (string file in Directory.EnumerateFiles(folder, "*-host.xml").Order(StringComparer.Ordinal))
        {
            fleet.Add((await CpuReader.ReadFileAsync(file, cancellation: cancellation))[0].ToDefinition());
        }

        CpuModelCount[] counts = [.. fleet.CountModels()];
        await output.WriteLineAsync($"all {fleet.Count} hosts: {Names(counts.Where(c => c.Hosts == fleet.Count))}");
        foreach (CpuVendorInfo vendor in CpuMap.Default.Vendors(CpuArchitecture.X86_64))
        {
            IEnumerable<CpuModelCount> own = counts.Where(c => IsOf(vendor, c.Model));
            await output.WriteLineAsync($"{vendor.Name} ({vendor.Id}), at least two hosts: {Names(own.Where(c => c.Hosts >= 2))}");
        }
    }

    private static bool IsOf(CpuVendorInfo vendor, string model) =>
        CpuMap.Default.FindModel(model)?.Vendor == vendor.Name;

    private static string Names(IEnumerable<CpuModelCount> counts) =>
        string.Join(' ', counts.TakeLast(3).Select(c => c.Model)) is { Length: > 0 } names ? names : "none";
}
