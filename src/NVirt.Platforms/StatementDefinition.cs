using NVirt.Cpu;

namespace NVirt.Platforms;

/// <summary>A statement as a definition.</summary>
internal static class StatementDefinition
{
    public static CpuDefinition Of(CpuStatement statement)
    {
        bool isHost = statement.Subject == StatementSubject.Host;
        CpuMode? mode = statement.Class switch
        {
            StatementClass.HostPassthrough => CpuMode.HostPassthrough,
            StatementClass.HostModel when statement.Model is null => CpuMode.HostModel,
            StatementClass.Maximum => CpuMode.Maximum,
            _ => CpuMode.Custom,
        };
        return new CpuDefinition
        {
            Type = isHost ? CpuType.Host : CpuType.Guest,
            Arch = isHost ? statement.Arch : CpuArchitecture.None,
            Mode = isHost ? null : mode,
            Migratable = mode is CpuMode.HostPassthrough or CpuMode.Maximum ? statement.Axes.Migratable : null,
            Model = statement.Model,
            Vendor = isHost ? statement.Vendor : null,
            Signature = statement.Signature,
            MaxPhysAddr = statement.Axes.PhysBits is { } bits ? new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Emulate, bits, null) : null,
            Features = isHost ? HostFeatures(statement) : statement.Policies,
        };
    }

    private static CpuFeatureList HostFeatures(CpuStatement statement)
    {
        FeatureSpace space = statement.Bits.Space;
        Cpu.Map.FeatureSet model = statement.Model is { } name && space.FindModel(name) is { } features ? features : default;
        return new CpuFeatureList([.. space.SortedNames(statement.Bits.YesSet - model).Select(n => new CpuFeature(n))]);
    }
}
