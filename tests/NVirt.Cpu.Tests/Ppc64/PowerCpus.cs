using NVirt.Cpu.Tests.Xml;

namespace NVirt.Cpu.Tests.Ppc64;

/// <summary>The driver and CPUs that the tests of this folder use.</summary>
internal static class PowerCpus
{
    public static readonly CpuDriver Driver = CpuDriver.For(CpuArchitecture.Ppc64le);

    public static CpuDefinition Host(string model = "POWER9", string? vendor = "IBM") =>
        CpuDefinition.NewHost(CpuArchitecture.Ppc64le) with { Model = model, Vendor = vendor };

    public static CpuDefinition Guest(string model = "POWER9") => new() { Model = model };

    /// <summary>A guest that runs like the host, or as if on an older processor.</summary>
    public static CpuDefinition HostModel(string? compatibility = null) => new() { Mode = CpuMode.HostModel, Model = compatibility };

    public static CpuReason OnlyReason(CpuComparison comparison) => Assert.Single(comparison.Refusal!.Reasons);

    public static (CpuErrorKind Kind, CpuRule Rule) Refusal(Action operation)
    {
        CpuException refused = Assert.Throws<CpuException>(operation);
        return (refused.Kind, Assert.Single(refused.Refusal.Reasons).Rule);
    }
}
