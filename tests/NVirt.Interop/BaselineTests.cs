using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>Baselines of random lists of hosts, from libvirt's test driver and its embedded driver, and from us.</summary>
public sealed class BaselineTests(Libvirt libvirt)
{
    private const int Usual = 1500;
    private const int UsualEmbedded = 750;
    private const int UsualByModel = 1000;
    private const int ExpandFeatures = 1;
    private const int Migratable = 2;

    [Fact]
    public void Baselines_are_those_of_libvirts_test_driver() => Run("test", Usual, RunSettings.Seed, 0, ExpandFeatures);

    [Fact]
    public void Baselines_for_qemu_are_those_of_libvirts_embedded_driver() =>
        Run("embed", UsualEmbedded, RunSettings.Seed + 1, 0, Migratable, Migratable, Migratable | ExpandFeatures);

    [Theory]
    [InlineData(CpuArchitecture.Ppc64)]
    [InlineData(CpuArchitecture.Ppc64le)]
    [InlineData(CpuArchitecture.Aarch64)]
    [InlineData(CpuArchitecture.Armv7l)]
    public void Baselines_by_model_are_those_of_libvirts_test_driver(CpuArchitecture arch)
    {
        RandomCpus random = new(new Random(RunSettings.Seed + 2), libvirt.Map, arch);
        Report report =
            Compare("test", RunSettings.Times(UsualByModel), arch, random, new RandomModelHosts(random, arch).Next, 0, ExpandFeatures);
        report.RequireEach(10, "done");
        report.RequireEach(arch.IsPpc64() ? 5 : 0, "OperationFailed", "Internal");
    }

    private void Run(string connection, int usual, int seed, params int[] flags)
    {
        RandomCpus random = new(new Random(seed), libvirt.Map);
        Report report = Compare(connection, RunSettings.Times(usual), CpuArchitecture.X86_64, random, new RandomHosts(random).Next, flags);
        report.RequireEach(10, "done", "OperationFailed");
    }

    private Report Compare(
        string connection, int times, CpuArchitecture arch, RandomCpus random, Func<CpuDefinition[]> hosts, params int[] flags)
    {
        CpuDriver driver = CpuDriver.For(arch, libvirt.Map);
        Report report = new();
        for (int i = 0; i < times; i++)
        {
            string[] xmls = [.. hosts().Select(CpuXml.Format)];
            int flag = random.One(flags);
            LibvirtAnswer answer = libvirt.Ask(connection, "baselineCPU", xmls, flag);
            string theirs = answer.Code == 0 ? answer.Value.GetString()!.TrimEnd() : answer.Kind;
            report.Count(answer.Code == 0 ? "done" : theirs);
            string ours = Baseline(driver, xmls, flag, forQemu: connection == "embed");
            report.Compare(theirs, ours, () => $"flags {flag}, CPUs:\n{string.Concat(xmls)}{answer.Message}");
        }

        report.Finish($"baselines on {connection}, {arch.ToName()}");
        return report;
    }

    private static string Baseline(CpuDriver driver, string[] xmls, int flag, bool forQemu)
    {
        try
        {
            CpuDefinition[] cpus = [.. xmls.Select(x => CpuXml.Parse(x, CpuType.Host))];
            CpuDefinition baseline = driver.Baseline(cpus, new CpuBaselineOptions { Migratable = (flag & Migratable) != 0 });
            baseline = forQemu ? driver.Advanced.DropNeverPassed(baseline) : baseline;
            return CpuXml.Format((flag & ExpandFeatures) != 0 ? driver.ExpandFeatures(baseline) : baseline).TrimEnd();
        }
        catch (CpuException e)
        {
            return e.Kind.ToLibvirt().ToString();
        }
    }
}
