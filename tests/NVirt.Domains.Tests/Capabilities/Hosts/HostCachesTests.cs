using NVirt.Domains.Tests.Documents;

namespace NVirt.Domains.Tests.Capabilities.Hosts;

public sealed class HostCachesTests
{
    private static string[] Read(FakeMachine machine) =>
        [.. machine.Read().CacheBanks.Select(b => $"{b.Level} {b.Id} {b.Type} {b.SizeKiB} [{string.Join(' ', b.Cpus)}]")];

    [Fact]
    public void A_cache_stands_once_however_many_processors_share_it()
    {
        using FakeMachine machine = FakeMachine.TwoNodes();
        Assert.Equal(["3 0 Both 16384 [0 1 2 3]", "3 1 Both 16384 [4 5 6 7]"], Read(machine));
    }

    [Fact]
    public void Banks_come_by_level_and_number_and_the_small_levels_not_at_all()
    {
        using FakeMachine machine = new FakeMachine()
            .WithCache(0, 0, 1, "Data", "32K", "0", 0)
            .WithCache(0, 1, 2, "Unified", "512K", "0", 0)
            .WithCache(0, 2, 4, "Unified", "65536K", "0-1", 0)
            .WithCache(0, 3, 3, "Instruction", "1000K", "0", 1)
            .WithCache(1, 3, 3, "Data", "2000K", "1", 0);
        Assert.Equal(["3 0 Data 2000 [1]", "3 1 Code 1000 [0]", "4 0 Both 65536 [0 1]"], Read(machine));
    }

    [Theory]
    [InlineData("level", "x")]
    [InlineData("type", "Odd")]
    [InlineData("size", "1M")]
    [InlineData("size", "K")]
    [InlineData("size", "1024")]
    [InlineData("id", "-1")]
    [InlineData("shared_cpu_list", "")]
    [InlineData("shared_cpu_list", "0-")]
    public void A_cache_that_is_not_described_whole_is_left_out(string file, string text)
    {
        using FakeMachine machine = new FakeMachine().WithCache(0, 3, 3, "Unified", "1024K", "0", 0)
            .WithCache(1, 3, 3, "Unified", "1024K", "1", 1);
        machine.With($"sys/devices/system/cpu/cpu0/cache/index3/{file}", text);
        Assert.Equal(["3 1 Both 1024 [1]"], Read(machine));
    }

    [Fact]
    public void A_kernel_that_does_not_number_caches_tells_of_none()
    {
        using FakeMachine machine = new FakeMachine().WithCache(0, 3, 3, "Unified", "1024K", "0", 0);
        machine.Replace("sys/devices/system/cpu/cpu0/cache/index3/id", bytes: null);
        Assert.Empty(Read(machine));
    }
}
