using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Qemu.Driver;

namespace NVirt.Benchmarks;

/// <summary>
/// Starting and moving a guest, beside QEMU with the same arguments that is only told to go on. What is between the two is ours. Needs
/// qemu-system-x86_64, and an image as firmware in the variable NVIRT_FIRMWARE; without one QEMU's own is used.
/// </summary>
[Config(typeof(OneByOne))]
public class DomainBenchmarks : IDisposable
{
    private static readonly DomainReference Guest = DomainReference.OfName("g");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nvirt-bench-");
    private QemuDriver _here = null!;
    private QemuDriver _there = null!;
    private string _uuid = string.Empty;
    private string[] _arguments = [];
    private string[] _arrival = [];
    private BareQemu? _bare;
    private BareQemu? _bareThere;

    private string Bare(string name) => Path.Combine(_folder.FullName, name);

    [GlobalSetup]
    public void Setup()
    {
        _here = new QemuDriver(new QemuDriverOptions { Root = Bare("here") });
        _there = new QemuDriver(new QemuDriverOptions { Root = Bare("there") });
        string loader = Environment.GetEnvironmentVariable("NVIRT_FIRMWARE") is { Length: > 0 } image
            ? $"<loader type='rom'>{image}</loader>" : string.Empty;
        DomainSummary guest = Wait(_here.DefineAsync(DomainDocument.Parse(
            $"<domain type='qemu'><name>g</name><memory unit='MiB'>16</memory><vcpu>1</vcpu><os><type arch='x86_64'>hvm</type>{loader}</os>"
            + "<cpu><model>Nehalem</model></cpu></domain>")));
        _uuid = guest.Uuid.ToString();
        _arguments = Arguments(Wait(_here.StartAsync(Guest)).Domain, _here, "bare");
        _arrival = [.. Arguments(Wait(_here.FindAsync(Guest)), _here, "bare2"), "-incoming", "defer"];
        Wait(_here.DestroyAsync(Guest));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Wait(_here.DisposeAsync().AsTask());
        Wait(_there.DisposeAsync().AsTask());
        _folder.Delete(recursive: true);
    }

    [IterationCleanup]
    public void End()
    {
        _bare?.Dispose();
        _bareThere?.Dispose();
        _bare = _bareThere = null;
        foreach (QemuDriver driver in (QemuDriver[])[_here, _there])
        {
            if (Wait(driver.ListAsync()).Any(d => d.IsActive))
            {
                Wait(driver.DestroyAsync(Guest));
            }
        }
    }

    [Benchmark(Baseline = true)]
    public void StartBare()
    {
        _bare = Wait(BareQemu.StartAsync(_arguments, Bare("bare")));
        Wait(_bare.ContinueAsync());
    }

    [Benchmark]
    public void Start() => Wait(_here.StartAsync(Guest));

    [IterationSetup(Target = nameof(MigrateBare))]
    public void SetupMigrateBare() => StartBare();

    [Benchmark]
    public void MigrateBare()
    {
        _bareThere = Wait(BareQemu.StartAsync(_arrival, Bare("bare2")));
        Wait(_bare!.MoveToAsync(_bareThere, Path.Combine(Bare("bare2"), "i")));
    }

    [IterationSetup(Target = nameof(Migrate))]
    public void SetupMigrate() => Start();

    [Benchmark]
    public void Migrate() => Wait(_here.MigrateAsync(Guest, _there.OpenDestination()));

    private string[] Arguments(DomainSummary guest, QemuDriver driver, string folder) =>
    [
        .. File.ReadAllText($"/proc/{guest.ProcessId}/cmdline").TrimEnd('\0').Split('\0')
            .Select(a => a.Replace(Path.Combine(driver.Root, "run", _uuid), Bare(folder), StringComparison.Ordinal)),
    ];

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    // Each is a process of its own already, and takes long enough to be measured once.
    private sealed class OneByOne : ManualConfig
    {
        public OneByOne() => AddJob(Job.Default
            .WithStrategy(RunStrategy.Monitoring)
            .WithWarmupCount(3)
            .WithIterationCount(30)
            .WithToolchain(InProcessEmitToolchain.Instance));
    }
}
