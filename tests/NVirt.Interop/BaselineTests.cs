namespace NVirt.Interop;

/// <summary>Baselines of random lists of hosts, by libvirt's test driver and its embedded driver, and by us.</summary>
public sealed class BaselineTests(Libvirt libvirt)
{
    private const int Usual = 1500;
    private const int UsualEmbedded = 750;
    private const int ExpandFeatures = 1;
    private const int Migratable = 2;

    [Fact]
    public void Baselines_are_those_of_libvirts_test_driver() => Run("test", Usual, RunSettings.Seed, 0, ExpandFeatures);

    [Fact]
    public void Baselines_for_qemu_are_those_of_libvirts_embedded_driver() =>
        Run("embed", UsualEmbedded, RunSettings.Seed + 1, 0, Migratable, Migratable, Migratable | ExpandFeatures);

    private void Run(string connection, int usual, int seed, params int[] flags)
    {
        CpuDriver driver = CpuDriver.For(CpuArchitecture.X86_64, libvirt.Map);
        RandomCpus random = new(new Random(seed), libvirt.Map);
        RandomHosts hosts = new(random);
        Report report = new();
        for (int i = 0; i < RunSettings.Times(usual); i++)
        {
            string[] xmls = [.. hosts.Next().Select(CpuXml.Format)];
            int flag = random.One(flags);
            LibvirtAnswer answer = libvirt.Ask(connection, "baselineCPU", xmls, flag);
            string theirs = answer.Code == 0 ? answer.Value.GetString()!.TrimEnd() : answer.Kind;
            report.Count(answer.Code == 0 ? "done" : theirs);
            string ours = Baseline(driver, xmls, flag, forQemu: connection == "embed");
            report.Compare(theirs, ours, () => $"flags {flag}, CPUs:\n{string.Concat(xmls)}{answer.Message}");
        }

        report.Finish($"baselines on {connection}");
        report.RequireEach(10, "done", "OperationFailed");
    }

    private static string Baseline(CpuDriver driver, string[] xmls, int flag, bool forQemu)
    {
        try
        {
            CpuDefinition[] cpus = [.. xmls.Select(x => CpuXml.Parse(x, CpuType.Host))];
            CpuDefinition baseline = driver.Baseline(cpus, new CpuBaselineOptions { Migratable = (flag & Migratable) != 0 });
            baseline = forQemu ? driver.DropNeverPassed(baseline) : baseline;
            return CpuXml.Format((flag & ExpandFeatures) != 0 ? driver.ExpandFeatures(baseline) : baseline).TrimEnd();
        }
        catch (CpuException e)
        {
            return e.Kind.ToString();
        }
    }
}
