namespace NVirt.Cpu.RiscV;

internal sealed partial class RiscVDriver
{
    /// <summary>Host-model becomes the host's model; the guest's own features are lost (cpu-core.md 4.2, surprise 17).</summary>
    private protected override CpuDefinition UpdateCore(CpuDefinition guest, CpuDefinition? host, CpuRemovalPolicy removalPolicy)
    {
        if (guest.Mode != CpuMode.HostModel)
        {
            return guest;
        }

        CpuDefinition source = host ?? throw new CpuException(CpuErrorKind.Unsupported, CpuRule.HostMissing);
        return guest.WithModelOf(source) with { Mode = CpuMode.Custom, Match = CpuMatch.Exact };
    }
}
