using BenchmarkDotNet.Attributes;
using NVirt.RelaxNg;

namespace NVirt.Benchmarks;

/// <summary>The validator, on the schema of the installed libvirt.</summary>
[MemoryDiagnoser]
public class RelaxNgBenchmarks
{
    private readonly RelaxNgSchema _schema = RelaxNgSchema.Load(Domains.Schema);
    private string _document = string.Empty;

    /// <summary>How many disks, and how many interfaces, the domain has.</summary>
    [Params(2, 20, 200)]
    public int Devices { get; set; }

    [GlobalSetup]
    public void Setup() => _document = Domains.Domain(1, Devices);

    [Benchmark]
    public RelaxNgSchema LoadSchema() => RelaxNgSchema.Load(Domains.Schema);

    [Benchmark]
    public int Validate() => _schema.Validate(_document).Count;
}
