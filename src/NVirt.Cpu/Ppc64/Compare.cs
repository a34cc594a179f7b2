using NVirt.Cpu.MapTables;

namespace NVirt.Cpu.Ppc64;

internal sealed partial class Ppc64Driver
{
    /// <summary>Equal models are identical, others incompatible; there is no superset (cpu-rules.md 4.1, "ppc64").</summary>
    private protected override CpuComparison CompareCore(CpuDefinition? host, CpuDefinition cpu, IReadOnlyCollection<string> unknown)
    {
        CpuDefinition converted = ConvertLegacy(cpu);
        if (RefuseFrame(host, converted, CpuArchitectures.IsPpc64) is { } refused)
        {
            return refused;
        }

        PvrModel offered = FindModel(host!.Model);
        if (converted is { Type: CpuType.Guest, Mode: CpuMode.HostModel, Model: { } mode }
            && CompatibilityMode.Refuses(offered.Name, mode) is { } reason)
        {
            return CpuComparison.Incompatible(reason);
        }

        PvrModel wanted = TakesTheHosts(converted) ? offered : FindModel(converted.Model);
        return wanted.Name == offered.Name
            ? new CpuComparison(CpuVerdict.Identical)
            : CpuComparison.Incompatible(
                new CpuReason(CpuRule.ModelDiffers, wanted.Name) { Expected = wanted.Name, Actual = offered.Name, Side = CpuType.Host });
    }

    private static bool TakesTheHosts(CpuDefinition cpu) =>
        cpu is { Type: CpuType.Guest, Mode: CpuMode.HostModel or CpuMode.HostPassthrough or CpuMode.Maximum };
}
