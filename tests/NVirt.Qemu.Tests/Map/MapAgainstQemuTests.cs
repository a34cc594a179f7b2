using NVirt.Cpu;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Map;

/// <summary>
/// Compares the compiled map with a real QEMU: every difference is explained in docs/cpu-map.md, and nothing else is explained there.
/// </summary>
public sealed class MapAgainstQemuTests
{
    // Versioned models never change, but another QEMU has other models.
    private static readonly Version Version = new(7, 2);

    [Fact]
    public async Task The_map_and_qemu_agree_but_for_the_differences_that_the_documentation_explains()
    {
        IReadOnlyList<QemuCpu> cpus = await ReadAsync();
        string[] names = [.. cpus.Select(c => c.Name)];
        var (differences, compared) = Difference.Between(CpuMap.Default, cpus);
        HashSet<Difference> explained = [.. DifferenceTable.Read().SelectMany(r => r.Expand(names))];
        TestContext.Current.SendDiagnosticMessage(
            $"{cpus.Count} models, {compared} features of models, {differences.Count} differences in {DifferenceTable.Read().Count} rows");
        Assert.True(compared > 20_000, $"only {compared} features of models were compared");
        RequireNone("not explained in docs/cpu-map.md", differences.Except(explained));
        RequireNone("explained in docs/cpu-map.md, and no longer so", explained.Except(differences));
    }

    [Fact]
    public async Task The_map_knows_every_model_of_qemu_and_every_feature_that_tcg_lacks()
    {
        IReadOnlyList<QemuCpu> cpus = await ReadAsync();
        Assert.True(cpus.Count(c => c.Name.Contains("-v", StringComparison.Ordinal)) > 70);
        Assert.All(cpus, c => Assert.NotNull(CpuMap.Default.FindModel(c.Name)));
        Assert.All(cpus.SelectMany(c => c.Unavailable), f => Assert.NotNull(CpuMap.Default.FindFeature(f)));
    }

    [Fact]
    public void Every_row_of_the_table_has_a_side_and_a_reason_and_no_two_rows_say_the_same()
    {
        IReadOnlyList<DifferenceRow> rows = DifferenceTable.Read();
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.True(r.Side is "map" or "QEMU" && r.Reason.Length > 0, string.Join(' ', r.Features)));
        string[] known = [.. CpuMap.Default.Models(CpuArchitecture.X86_64).Select(m => m.Name)];
        RequireNone("in several rows", rows.SelectMany(r => r.Expand(known).Distinct()).GroupBy(d => d).Where(g => g.Count() > 1)
            .Select(g => g.Key));
    }

    private static async Task<IReadOnlyList<QemuCpu>> ReadAsync()
    {
        await using QemuProcess qemu = await RealQemu.StartAsync();
        Version version = qemu.Qmp.Greeting.Version;
        Needs.Package((version.Major, version.Minor) == (Version.Major, Version.Minor),
            $"the table of differences is for QEMU {Version}, this is {version}");

        return await QemuCpus.ReadAsync(qemu, TestContext.Current.CancellationToken);
    }

    private static void RequireNone(string what, IEnumerable<Difference> differences)
    {
        string[] lines = [.. differences.Select(d => d.ToString()).Order(StringComparer.Ordinal)];
        Assert.True(lines.Length == 0, $"{lines.Length} differences {what}:\n{string.Join('\n', lines)}");
    }
}
