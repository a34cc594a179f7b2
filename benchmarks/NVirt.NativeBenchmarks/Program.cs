using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using NVirt.Benchmarks;
using NVirt.Cpu;
using NVirt.Cpu.Xml;

// The operations of docs/performance.md without BenchmarkDotNet, which needs a compiler at run time: so that the same program can be
// measured as native code and as the runtime compiles it. Each figure is the least of several rounds, for other work only adds to it.
const int Rounds = 41;
ResolvedCpu host = Inputs.Driver.Advanced.Resolve(Inputs.Host);
ResolvedCpu guest = Inputs.Driver.Advanced.Resolve(Inputs.Guest);
CpuDefinition hostModel = Inputs.Guest with { Mode = CpuMode.HostModel, Model = null };
CpuDefinition[] two = [.. Inputs.Hosts(2)];
ResolvedCpu[] thousand = [.. Inputs.Hosts(1000).Select(Inputs.Driver.Advanced.Resolve)];
string thousandXml = string.Concat(Inputs.Hosts(1000).Select(CpuXml.Format));
CpuFleet million = new();
foreach (CpuDefinition one in Inputs.Hosts(1_000_000))
{
    million.Add(one);
}

int width = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
Console.WriteLine($"{(System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported ? "JIT" : "native")}, vectors of {width} bits");
Measure("decode to a host", 100, () => Inputs.Driver.Decode(CpuDefinition.NewHost(CpuArchitecture.X86_64), Inputs.Data));
Measure("decode to a guest", 100, () => Inputs.Driver.Decode(new CpuDefinition(), Inputs.Data));
Measure("baseline of 2", 100, () => Inputs.Driver.Baseline(two));
Measure("baseline of 1,000, resolved", 10, () => Inputs.Driver.Advanced.Baseline(thousand));
Measure("baseline of 1,000,000", 1, () => million.Baseline());
Measure("baseline of 1,000 from XML", 1, () => Inputs.Driver.Baseline([.. CpuDocuments.Parse(thousandXml).Select(d => d.Definition!)]));
Measure("compare, resolved", 10_000, () => Inputs.Driver.Advanced.Compare(host, guest));
Measure("compare of definitions", 1000, () => Inputs.Driver.Compare(Inputs.Host, Inputs.Guest));
Measure("compare from XML", 100, () =>
    Inputs.Driver.Advanced.Compare(host, Inputs.Driver.Advanced.Resolve(CpuXml.Parse(Inputs.GuestXml))));
Measure("update and translation", 100, () =>
    Inputs.Driver.Translate(Inputs.Driver.Update(hostModel, Inputs.Host), Inputs.HypervisorModels));
Measure("1,000,000 hosts against all models", 1, () => million.CountModels());

static void Measure<T>(string name, int times, Func<T> operation)
{
    double least = double.MaxValue;
    for (int round = 0; round < Rounds; round++)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++)
        {
            operation();
        }

        least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMicroseconds / times);
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-36} {least,12:F3} us"));
}
