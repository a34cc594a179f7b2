using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu.Map;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests;

/// <summary>Random fleets that are small enough to try everything.</summary>
internal static class SmallFleets
{
    /// <summary>How many fleets each case of a property tries, so that a run tries thousands.</summary>
    public const int EachTime = 20;

    // Some are of groups, one is no feature of any group.
    private static readonly string[] Names =
        ["aes", "pclmuldq", "rdrand", "rdseed", "pcid", "invpcid", "erms", "sse4.2", "popcnt", "svm"];

    public static FeatureSpace Space { get; } = FeatureSpace.Of(CpuMap.Default, CpuArchitecture.X86_64);

    public static IReadOnlyList<string> Features => Names;

    /// <summary>Starts of sequences of random numbers.</summary>
    public static Arbitrary<int> Seeds => Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    /// <summary>A property of many fleets.</summary>
    public static Property Of(Func<Random, bool> holds) => Prop.ForAll(Seeds, seed =>
    {
#pragma warning disable CA5394 // Nobody's secret depends on it.
        Random random = new(seed);
#pragma warning restore CA5394
        return Enumerable.Range(0, EachTime).All(_ => holds(random));
    });

    public static FeatureSet Set(Random random, int ofHundred) =>
        Space.SetOf(Names.Where(_ => random.Next(100) < ofHundred));

    public static CpuStatement Host(in FeatureSet yes, in FeatureSet no, string? vendor) => new()
    {
        Subject = StatementSubject.Host,
        Truth = StatementTruth.Physical,
        Form = "test",
        Arch = CpuArchitecture.X86_64,
        Vendor = vendor,
        Bits = new StatementBits(Space, yes, no),
    };

    /// <summary>A host that has some of the features, and no others.</summary>
    public static CpuStatement Host(string? vendor, params string[] features) =>
        Host(Space.SetOf(features), Space.All - Space.SetOf(features), vendor);

    /// <summary>A guest that wants features.</summary>
    public static CpuStatement Guest(StatementTruth truth, params string[] features) => new()
    {
        Subject = StatementSubject.Guest,
        Truth = truth,
        Form = "test",
        Arch = CpuArchitecture.X86_64,
        Bits = new StatementBits(Space, Space.SetOf(features), Space.All - Space.SetOf(features)),
    };

    /// <summary>Hosts of up to two vendors.</summary>
    public static FleetInventory Inventory(Random random, int most)
    {
        FleetBuilder builder = new();
        int count = random.Next(1, most + 1);
        for (int i = 0; i < count; i++)
        {
            FeatureSet yes = Set(random, 60);
            builder.AddHost(
                $"h{i}", Host(yes, Space.All - yes, random.Next(4) == 0 ? "AMD" : "Intel"),
                new HostDetails { Weight = random.Next(1, 6) });
        }

        return builder.Build();
    }
}
