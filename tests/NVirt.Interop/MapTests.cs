using NVirt.Cpu;

namespace NVirt.Interop;

/// <summary>Compares libvirt's packaged map with the built-in one: every difference is explained in docs/cpu-map.md.</summary>
public sealed class MapTests(Libvirt libvirt)
{
    [Fact]
    public void Every_difference_from_libvirts_map_stands_in_the_table()
    {
        DifferenceTable.Row[] rows = DifferenceTable.Read();
        RequireNone(
            MapDifference.Between(libvirt.Map, CpuMap.Default).Where(d => !Array.Exists(rows, r => r.Covers(d))).Select(d => d.ToString()));
    }

    [Fact]
    public void Every_row_of_the_table_is_a_difference()
    {
        MapDifference[] differences = [.. MapDifference.Between(libvirt.Map, CpuMap.Default)];
        RequireNone(DifferenceTable.Read().SelectMany(r => r.Stale(differences)));
    }

    [Fact]
    public void Nothing_in_libvirts_map_is_missing_in_ours() => RequireNone(MapDifference.OnlyIn(libvirt.Map, CpuMap.Default));

    private static void RequireNone(IEnumerable<string> problems)
    {
        string[] all = [.. problems];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
