namespace NVirt.Cpu.Tests.Generic;

public sealed class RiscVDriverTests
{
    private static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.Riscv64);
    private static readonly CpuDefinition Host = CpuDefinition.NewHost(CpuArchitecture.Riscv64) with { Model = "rva22s64" };

    [Fact]
    public void Every_comparison_is_identical() =>
        Assert.Equal(CpuVerdict.Identical, Driver.Compare(Host, new CpuDefinition { Model = "rv64" }).Verdict);

    [Fact]
    public void Host_model_takes_the_hosts_model_and_loses_the_guests_features()
    {
        CpuDefinition updated =
            Driver.Update(new CpuDefinition { Mode = CpuMode.HostModel, Features = [new CpuFeature("v", CpuPolicy.Require)] }, Host);
        Assert.Equal(("rva22s64", CpuMode.Custom, 0), (updated.Model, updated.Mode, updated.Features.Count));
    }

    [Fact]
    public void Everything_else_stays_as_it_is()
    {
        CpuDefinition guest = new() { Model = "rv64", Match = CpuMatch.Minimum, Features = [new CpuFeature("v", CpuPolicy.Optional)] };
        Assert.Same(guest, Driver.Update(guest, host: null));
    }

    [Fact]
    public void A_baseline_is_not_supported() =>
        Assert.Equal(CpuErrorKind.NoSupport, Assert.Throws<CpuException>(() => Driver.Baseline([Host])).Kind);
}
