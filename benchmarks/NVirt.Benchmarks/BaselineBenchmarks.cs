using BenchmarkDotNet.Attributes;
using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Benchmarks;

/// <summary>Baselines of two, a thousand and a million hosts.</summary>
[MemoryDiagnoser]
public class BaselineBenchmarks
{
    private const int Thousand = 1000;
    private const int Million = 1_000_000;

    private CpuDefinition[] _two = [];
    private ResolvedCpu[] _thousand = [];
    private string _thousandXml = string.Empty;
    private CpuFleet _million = new();

    [GlobalSetup]
    public void Setup()
    {
        _two = [.. Inputs.Hosts(2)];
        _thousand = [.. Inputs.Hosts(Thousand).Select(Inputs.Driver.Advanced.Resolve)];
        _thousandXml = string.Concat(Inputs.Hosts(Thousand).Select(CpuXml.Format));
        _million = new CpuFleet();
        foreach (CpuDefinition host in Inputs.Hosts(Million))
        {
            _million.Add(host);
        }
    }

    [Benchmark]
    public CpuDefinition OfTwo() => Inputs.Driver.Baseline(_two);

    [Benchmark]
    public CpuDefinition OfThousandResolved() => Inputs.Driver.Advanced.Baseline(_thousand);

    [Benchmark]
    public CpuDefinition OfThousandFromXml() => Inputs.Driver.Baseline([.. CpuDocuments.Parse(_thousandXml).Select(d => d.Definition!)]);

    [Benchmark]
    public CpuDefinition OfMillion() => _million.Baseline();

    [Benchmark]
    public int MillionAgainstAllModels() => _million.CountModels().Length;
}
