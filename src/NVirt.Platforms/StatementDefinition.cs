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
            MaxPhysAddr = PhysAddr(statement.Axes),
            Features = isHost ? HostFeatures(statement) : statement.Policies,
        };
    }

    /// <summary>What a definition has no place for.</summary>
    public static IEnumerable<StatementRemark> Lost(CpuStatement statement)
    {
        if (statement.Definition is not null || statement.Subject == StatementSubject.Host)
        {
            yield break;
        }

        foreach (string model in statement.UsableModels.Where(m => m != statement.Model))
        {
            yield return new StatementRemark(StatementRemarkKind.NotKept, model);
        }

        StatementAxes axes = statement.Axes;
        (string Name, bool IsThere)[] axis =
        [
            ("guest-phys-bits", axes.GuestPhysBits is not null), ("tsc-frequency", axes.TscHz is not null),
            ("level", axes.Level is not null),
            ("xlevel", axes.ExtendedLevel is not null), ("ucode-rev", axes.Microcode is not null), ("kvm", axes.Hidden is not null),
            ("enforce", axes.Enforce is not null), ("pmu", axes.Pmu is not null),
        ];
        foreach (string lost in axis.Where(a => a.IsThere).Select(a => a.Name).Concat(statement.Foreign))
        {
            yield return new StatementRemark(StatementRemarkKind.NotKept, lost);
        }
    }

    private static CpuMaxPhysAddr? PhysAddr(StatementAxes axes) => axes switch
    {
        { PhysBits: { } bits } => new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Emulate, bits, null),
        { HostPhysBits: true } or { MaxPhysBits: not null } => new CpuMaxPhysAddr(CpuMaxPhysAddrMode.Passthrough, null, axes.MaxPhysBits),
        _ => null,
    };

    private static CpuFeatureList HostFeatures(CpuStatement statement)
    {
        FeatureSpace space = statement.Bits.Space;
        Cpu.Map.FeatureSet model = statement.Model is { } name && space.FindModel(name) is { } features ? features : default;
        return new CpuFeatureList([.. space.SortedNames(statement.Bits.YesSet - model).Select(n => new CpuFeature(n))]);
    }
}
