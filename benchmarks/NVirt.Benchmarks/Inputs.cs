using NVirt.Cpu;
using NVirt.Cpu.X86;
using NVirt.Cpu.Xml;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Benchmarks;

/// <summary>The inputs of all benchmarks: made from the map, so that everybody measures the same.</summary>
internal static class Inputs
{
    private static readonly string[] More = ["vmx", "ss", "ht", "vme", "ds", "acpi", "tm", "pbe", "dtes64", "monitor", "ds_cpl", "smx",
        "est", "tm2", "xtpr", "pdcm", "dca", "osxsave", "tsc_adjust", "invtsc"];

    /// <summary>Models of Intel servers from the oldest to a recent one.</summary>
    private static readonly string[] Models = ["Nehalem", "Westmere", "SandyBridge", "IvyBridge", "Haswell-noTSX", "Broadwell-noTSX",
        "Skylake-Server-noTSX-IBRS", "Cascadelake-Server-noTSX", "Icelake-Server-noTSX"];

    public static CpuDriver Driver { get; } = CpuDriver.For(CpuArchitecture.X86_64);

    /// <summary>A server with twenty features beside its model.</summary>
    public static CpuDefinition Host { get; } = CpuDefinition.NewHost(CpuArchitecture.X86_64) with
    {
        Model = "Cascadelake-Server-noTSX",
        Vendor = "Intel",
        Topology = new CpuTopology(2, 1, 1, 24, 2),
        Features = [.. More.Select(f => new CpuFeature(f))],
    };

    /// <summary>A guest with four policies of its own.</summary>
    public static CpuDefinition Guest { get; } = new()
    {
        Model = "Skylake-Server-noTSX-IBRS",
        Vendor = "Intel",
        Features =
        [
            new CpuFeature("vmx", CpuPolicy.Disable),
            new CpuFeature("tsc_adjust", CpuPolicy.Require),
            new CpuFeature("sha-ni", CpuPolicy.Optional),
            new CpuFeature("svm", CpuPolicy.Forbid),
        ],
    };

    public static string GuestXml { get; } = CpuXml.Format(Guest);

    /// <summary>The raw data that the host decodes from.</summary>
    public static X86CpuData Data { get; } = ((X86CpuData)Driver.Encode(Host).Required)
        .Add((X86CpuData)Driver.Encode(Host).Vendor)
        .Add(X86CpuData.Create([X86Item.Cpuid(1, 0, eax: X86Signature.ToEax(new CpuSignature(6, 85, 7)))]));

    /// <summary>Every model but the host's own: a hypervisor that lacks it.</summary>
    public static CpuModelList HypervisorModels { get; } =
        CpuModelList.Of(CpuMap.Default.Models(CpuArchitecture.X86_64).Select(m => m.Name).Where(n => n != Host.Model));

    /// <summary>Different hosts, always the same for the same number.</summary>
    public static IEnumerable<CpuDefinition> Hosts(int count)
    {
        Random random = new(1);
        for (int i = 0; i < count; i++)
        {
            string model = Models[random.Next(Models.Length)];
            int first = random.Next(More.Length);
            yield return CpuDefinition.NewHost(CpuArchitecture.X86_64) with
            {
                Model = model,
                Vendor = "Intel",
                Features = CpuFeatureList.Create([.. More.Skip(first).Take(8).Select(f => new CpuFeature(f))]),
            };
        }
    }
}
