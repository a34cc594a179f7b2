using NVirt.Cpu.Arm;
using NVirt.Cpu.Ppc64;
using NVirt.Cpu.X86;
using NVirt.Testing;

namespace NVirt.Cpu.Tests;

/// <summary>Checks the table in docs/architectures.md: which driver serves what, and what is refused.</summary>
public sealed class ArchitectureTableTests
{
    private static readonly string[] Drivers = ["x86", "ppc64", "arm", "s390", "riscv64", "LoongArch", "generic"];

    private static readonly Dictionary<string, string[]> Rows = File.ReadLines(Path.Combine(Places.Root, "docs", "architectures.md"))
        .SkipWhile(l => !l.StartsWith("| architectures |", StringComparison.Ordinal))
        .TakeWhile(l => l.StartsWith('|'))
        .Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0], cells => cells[1..]);

    // The operations that some architectures refuse; each is called with something that it could do.
    private static readonly Dictionary<string, Action<CpuDriver>> Operations = new()
    {
        ["update"] = d => d.Update(Guest(d), Host(d)),
        ["decode"] = d => d.Decode(new CpuDefinition(), DataOf(d)),
        ["encode"] = d => d.Encode(Guest(d)),
        ["baseline"] = d => d.Baseline([Host(d)]),
        ["guest"] = d => d.Guest(Host(d), Guest(d)),
        ["guest data"] = d => d.GuestData(Host(d), Guest(d)),
        ["translate"] = d => d.Translate(Guest(d), CpuModelList.Of("kvm64")),
        ["expand"] = d => d.ExpandFeatures(Guest(d)),
        ["has-feature"] = d => d.HasFeature(Guest(d), "fpu"),
        ["validate features"] = d => d.ValidateFeatures(Guest(d)),
    };

    public static TheoryData<string> DriverNames => [.. Drivers];

    [Theory]
    [MemberData(nameof(DriverNames))]
    public void The_architectures_are_those_that_the_driver_serves(string driver)
    {
        string cell = Cell("architectures", driver);
        IEnumerable<string> served = CpuArchitectures.All.Where(a => CpuDriver.For(a).Name == driver).Select(a => a.ToName());
        IEnumerable<string> said = cell == "every other"
            ? CpuArchitectures.All.Select(a => a.ToName()).Except(Rows["architectures"].SelectMany(c => c.Split(", ")))
            : cell.Split(", ");
        Assert.Equal(served.Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(DriverNames))]
    public void No_means_not_supported(string driver)
    {
        CpuDriver d = DriverOf(driver);
        foreach ((string operation, Action<CpuDriver> run) in Operations)
        {
            bool isRefused = Record.Exception(() => run(d)) is CpuException { Kind: CpuErrorKind.NoSupport };
            Assert.True(isRefused == (Cell(operation, driver) == "no"), $"{operation}: {(isRefused ? "refused" : "done")}");
        }
    }

    [Theory]
    [MemberData(nameof(DriverNames))]
    public void The_map_has_as_many_models_and_features(string driver)
    {
        CpuDriver d = DriverOf(driver);
        int models = d.Map.Models(d.Arch).Count;
        Assert.Equal(models == 0 ? "none" : $"{models} models, {d.Map.Features(d.Arch).Count} features", Cell("map", driver));
    }

    [Theory]
    [MemberData(nameof(DriverNames))]
    public void The_names_of_models_are_the_maps_or_any(string driver) =>
        Assert.Equal(DriverOf(driver).Models is null ? "any" : "the map's", Cell("names of models", driver));

    [Theory]
    [MemberData(nameof(DriverNames))]
    public void An_update_of_what_runs_applies_or_not(string driver)
    {
        CpuDriver d = DriverOf(driver);
        Assert.Equal(
            d.UpdateLive(Guest(d), X86CpuData.Empty, disabled: null) is null ? "not applicable" : "yes", Cell("update-live", driver));
    }

    [Theory]
    [MemberData(nameof(DriverNames))]
    public void Names_of_the_past_are_converted(string driver)
    {
        CpuDriver d = DriverOf(driver);
        string[] past = ["POWER7_v2.1", "POWER7_v2.3", "POWER7+_v2.1", "POWER8_v1.0"];
        bool converts = Array.TrueForAll(past, name => d.ConvertLegacy(new CpuDefinition { Model = name }).Model != name);
        Assert.Equal(converts ? string.Join(", ", past) : "none", Cell("names of the past", driver));
    }

    private static string Cell(string row, string driver) => Rows[row][Array.IndexOf(Drivers, driver)];

    // Of ARM only aarch64 can be decoded; elsewhere any architecture of the driver will do.
    private static CpuDriver DriverOf(string name) => CpuDriver.For(name switch
    {
        "arm" => CpuArchitecture.Aarch64,
        _ => CpuArchitectures.All.Last(a => CpuDriver.For(a).Name == name),
    });

    private static CpuDefinition Guest(CpuDriver driver) => new() { Model = ModelOf(driver) };

    private static CpuDefinition Host(CpuDriver driver) => CpuDefinition.NewHost(driver.Arch) with { Model = ModelOf(driver) };

    private static string ModelOf(CpuDriver driver) => driver.Models?[^1] ?? "any";

    private static CpuData DataOf(CpuDriver driver) => driver.Name switch
    {
        "ppc64" => new Ppc64CpuData(new Ppc64Pvr(0x004e1202)),
        "arm" => new ArmCpuData(0x41, 0xd0c),
        _ => X86CpuData.Create([X86Item.Cpuid(1, 0, eax: 0x000206a7, edx: 0xbfebfbff)]),
    };
}
