using NVirt.Cpu;

namespace NVirt.VMware.Tests;

public sealed class VmxFeatureMaskTests
{
    [Fact]
    public void Every_feature_of_the_table_is_in_CPUID() =>
        Assert.All(VmxFeatureMask.Features,
            f => Assert.StartsWith("CPUID", CpuMap.Default.FindFeature(f)?.Coordinate, StringComparison.Ordinal));

    [Fact]
    public void What_is_written_is_read_as_the_same_feature_whatever_the_case() => Assert.All(VmxFeatureMask.Features, f =>
    {
        string key = VmxFeatureMask.Setting(f, '1')!.Value.Key;
        Assert.Equal(f, VmxFeatureMask.Feature(key));
        Assert.Equal(f, VmxFeatureMask.Feature(key.ToLowerInvariant()));
    });
}
