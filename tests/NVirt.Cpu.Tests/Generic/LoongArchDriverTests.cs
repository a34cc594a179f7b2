namespace NVirt.Cpu.Tests.Generic;

public sealed class LoongArchDriverTests
{
    private static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.LoongArch64);

    [Fact]
    public void Every_comparison_is_identical() =>
        Assert.Equal(CpuVerdict.Identical,
            Driver.Compare(CpuDefinition.NewHost(CpuArchitecture.LoongArch64), new CpuDefinition { Model = "la464" }).Verdict);

    [Theory]
    [InlineData(CpuMode.HostModel)]
    [InlineData(CpuMode.Custom)]
    public void An_update_changes_nothing(CpuMode mode)
    {
        CpuDefinition guest = new() { Mode = mode, Match = CpuMatch.Minimum };
        Assert.Same(guest, Driver.Update(guest, host: null));
    }
}
