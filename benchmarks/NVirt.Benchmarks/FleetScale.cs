using System.Diagnostics;
using System.Text;
using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.Fleet.Baselines;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;
using NVirt.Fleet.Matrices;
using NVirt.Fleet.Pools;
using NVirt.Platforms;

namespace NVirt.Benchmarks;

/// <summary>
/// How long questions about large fleets take: hosts and guests are made from the map's models, with some features taken away. The same
/// numbers are made each time.
/// </summary>
internal static class FleetScale
{
    private const int HostClasses = 2_000;
    private const int GuestClasses = 1_000;
    private const int PoolClasses = 1_000;
    private const int Documents = 20_000;

    // The first ones are slower: .NET compiles what runs often.
    private const int DocumentRounds = 8;
    private const int Seed = 20261130;

    private static readonly FeatureSpace Space = FeatureSpace.Of(CpuMap.Default, CpuArchitecture.X86_64);

    public static int Run()
    {
        Console.WriteLine($"{"",-48}{"hosts",12}{"guests",10}{"ms",12}{"CPU ms",12}");
        foreach (int hosts in (int[])[1_000, 10_000, 100_000, 1_000_000])
        {
            OfSize(hosts, hosts / 5);
        }

        OfDocuments();
        OfPools();
        Console.WriteLine($"{"most memory of the process, MiB",-48}{"",22}{Process.GetCurrentProcess().PeakWorkingSet64 >> 20,12:N0}");
        return 0;
    }

    private static void OfSize(int hosts, int guests)
    {
        FeatureSet[] sets = [.. Sets(HostClasses)];
        string[] names = [.. Enumerable.Range(0, hosts).Select(i => $"host-{i:0000000}")];
        string[] guestNames = [.. Enumerable.Range(0, guests).Select(i => $"guest-{i:0000000}")];
        FeatureSet[] wanted = [.. Sets(GuestClasses)];
        GC.Collect();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        FleetBuilder builder = new();
        UsedTime clock = new();
        for (int i = 0; i < hosts; i++)
        {
            builder.AddHost(names[i], Statement(StatementSubject.Host, sets[i % HostClasses]));
        }

        Tell("hosts from raw sets", hosts, 0, clock);
        for (int i = 0; i < guests; i++)
        {
            builder.AddGuest(
                guestNames[i], new GuestDetails { Request = Statement(StatementSubject.Guest, wanted[i % GuestClasses]) });
        }

        clock.Restart();
        FleetInventory inventory = builder.Build();
        Tell("classes, in order", hosts, guests, clock);
        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        clock.Restart();
        FleetMatrix matrix = FleetMatrix.Of(inventory, FleetOptions.FeaturesOnly);
        Tell($"matrix {inventory.GuestClasses.Length} x {inventory.HostClasses.Length}, features", hosts, guests, clock);
        clock.Restart();
        GC.KeepAlive(FleetMatrix.Of(inventory));
        Tell("the same with axes", hosts, guests, clock);
        HostClass[] pool = [.. inventory.HostClasses.Where(c => c.Vendor == "Intel").Take(100)];
        FeatureValue value = FeatureValue.Default(Space);
        GC.KeepAlive(BaselineCost.Of(pool, value));
        clock.Restart();
        GC.KeepAlive(BaselineCost.Of(pool, value));
        Tell("one pool of 100 classes: what lowers it", hosts, guests, clock);
        Console.WriteLine($"{"held, MiB, without names",-48}{hosts,12:N0}{guests,10:N0}{held >> 20,12:N0}");
        GC.KeepAlive(matrix);
    }

    private static void OfDocuments()
    {
        string[] models = [.. CpuMap.Default.Models(CpuArchitecture.X86_64).Where(m => m.Vendor == "Intel").Select(m => m.Name)];
        InventoryDocument[] documents =
        [
            .. Enumerable.Range(0, Documents).Select(i => new InventoryDocument($"host-{i:0000000}", Encoding.UTF8.GetBytes(
                $"<cpu><arch>x86_64</arch><model>{models[i % models.Length]}</model><vendor>Intel</vendor><feature name='vmx'/>"
                + "<feature name='ssbd'/><feature name='md-clear'/></cpu>"))),
        ];
        for (int round = 1; round <= DocumentRounds; round++)
        {
            foreach (int threads in (int[])[1, 2])
            {
                UsedTime clock = new();
                GC.KeepAlive(InventoryReader.Read(documents, new InventoryOptions { Threads = threads }));
                Tell($"hosts from XML in memory, {threads} threads, round {round}", Documents, 0, clock);
            }
        }
    }

    private static void OfPools()
    {
        foreach (int classes in (int[])[16, 125, 250, 500, PoolClasses])
        {
            FleetBuilder builder = new();
            foreach ((int i, FeatureSet set) in Sets(classes).Index())
            {
                builder.AddHost($"host-{i:0000000}", Statement(StatementSubject.Host, set) with { Vendor = "Intel" });
            }

            FleetInventory inventory = builder.Build();
            UsedTime clock = new();
            PoolDivision division = PoolDivision.Of(inventory, new PoolOptions { Max = 10 });
            Tell(
                $"10 pools of {inventory.HostClasses.Length} classes, loss {division.Loss:N0}, bound {division.Bound:N0}", classes, 0,
                clock);
        }
    }

    private static void Tell(string what, int hosts, int guests, UsedTime clock) =>
        Console.WriteLine($"{what,-48}{hosts,12:N0}{guests,10:N0}{clock.Wall,12:N1}{clock.Cpu,12:N1}");

    /// <summary>Time as people wait for it, and as processors work for it, in milliseconds.</summary>
    private sealed class UsedTime
    {
        private readonly Stopwatch _clock = new();
        private TimeSpan _start;

        public UsedTime() => Restart();

        public double Wall => _clock.Elapsed.TotalMilliseconds;

        public double Cpu => (Environment.CpuUsage.TotalTime - _start).TotalMilliseconds;

        public void Restart()
        {
            _start = Environment.CpuUsage.TotalTime;
            _clock.Restart();
        }
    }

    private static CpuStatement Statement(StatementSubject subject, in FeatureSet yes) => new()
    {
        Subject = subject,
        Truth = subject == StatementSubject.Host ? StatementTruth.Physical : StatementTruth.Request,
        Form = "raw",
        Arch = CpuArchitecture.X86_64,
        Vendor = yes.Contains(Svm) ? "AMD" : "Intel",
        Bits = new StatementBits(Space, yes, Space.All - yes),
    };

    private static int Svm { get; } = Space.Find("svm");

    // All different: each is a model less some features.
    private static IEnumerable<FeatureSet> Sets(int count)
    {
#pragma warning disable CA5394 // Nobody's secret depends on it.
        Random random = new(Seed);
        FeatureSet[] models =
        [
            .. CpuMap.Default.Models(CpuArchitecture.X86_64).Where(m => m.Vendor is not null).Select(m => Space.FindModel(m.Name)!.Value)
                .Where(m => m.Count > 40),
        ];
        HashSet<FeatureSet> made = [];
        while (made.Count < count)
        {
            FeatureSet set = models[random.Next(models.Length)];
            for (int i = random.Next(12); i > 0; i--)
            {
                set.Remove(random.Next(Space.All.Count));
                set.Add(random.Next(Space.All.Count));
            }

            if (made.Add(set))
            {
                yield return set;
            }
        }
#pragma warning restore CA5394
    }
}
