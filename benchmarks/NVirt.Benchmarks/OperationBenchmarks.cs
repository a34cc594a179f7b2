using BenchmarkDotNet.Attributes;
using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Benchmarks;

/// <summary>Single operations, as one guest or one host needs them.</summary>
[MemoryDiagnoser]
public class OperationBenchmarks
{
    private readonly ResolvedCpu _host = Inputs.Driver.Advanced.Resolve(Inputs.Host);
    private readonly ResolvedCpu _guest = Inputs.Driver.Advanced.Resolve(Inputs.Guest);
    private readonly CpuDefinition _hostModel = Inputs.Guest with { Mode = CpuMode.HostModel, Model = null };

    [Benchmark]
    public CpuDefinition DecodeHost() => Inputs.Driver.Decode(CpuDefinition.NewHost(CpuArchitecture.X86_64), Inputs.Data);

    [Benchmark]
    public CpuDefinition DecodeGuest() => Inputs.Driver.Decode(new CpuDefinition(), Inputs.Data);

    [Benchmark]
    public CpuVerdict CompareResolved() => Inputs.Driver.Advanced.Compare(_host, _guest);

    [Benchmark]
    public CpuVerdict CompareDefinitions() => Inputs.Driver.Compare(Inputs.Host, Inputs.Guest).Verdict;

    [Benchmark]
    public CpuVerdict CompareFromXml() =>
        Inputs.Driver.Advanced.Compare(_host, Inputs.Driver.Advanced.Resolve(CpuXml.Parse(Inputs.GuestXml)));

    [Benchmark]
    public CpuDefinition UpdateHostModelAndTranslate() =>
        Inputs.Driver.Translate(Inputs.Driver.Update(_hostModel, Inputs.Host), Inputs.HypervisorModels);
}
