using System.Collections.Immutable;

namespace NVirt.Cpu.Generic;

/// <summary>The driver of s390 and s390x: without a map or raw data, it leaves decisions to the hypervisor (cpu-rules.md 4).</summary>
internal sealed class S390Driver : CpuDriver
{
    public S390Driver(CpuArchitecture arch, CpuMap map)
        : base(arch, map)
    {
    }

    public override string Name => "s390";

    // cpu-rules.md 3.4: the names of IBM's own machines.
    public override string? VendorForModel(string model)
    {
        ArgumentNullException.ThrowIfNull(model);
        bool isIbm = model.StartsWith('z') || model.StartsWith("gen", StringComparison.Ordinal);
        return isIbm ? "IBM" : null;
    }

    // Feature names belong to the hypervisor and are not looked up.
    public override void ValidateFeatures(CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        ImmutableArray<CpuReason> optional =
        [
            .. cpu.Features.Where(f => f.Policy == CpuPolicy.Optional).Select(f => new CpuReason(CpuRule.PolicyNotSupported, f.Name)
            {
                Policy = f.Policy,
                Actual = Arch.ToName(),
            }),
        ];
        if (optional.Length > 0)
        {
            throw new CpuException(new CpuRefusal(CpuErrorKind.Unsupported, optional));
        }
    }

    private protected override CpuDefinition BaselineCore(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions options) =>
        throw NoSupport(nameof(Baseline));

    /// <summary>Always identical (cpu-rules.md 4.1).</summary>
    private protected override CpuComparison CompareCore(CpuDefinition? host, CpuDefinition cpu, IReadOnlyCollection<string> unknown) =>
        CpuComparison.NotJudged;

    /// <summary>
    /// Host-model uses the host's model and features, overridden by the guest's; anything else that needs a host is refused
    /// (cpu-rules.md 4.2).
    /// </summary>
    private protected override CpuDefinition UpdateCore(CpuDefinition guest, CpuDefinition? host, CpuRemovalPolicy removalPolicy)
    {
        if (!IsRelative(guest))
        {
            return guest;
        }

        if (guest.Mode == CpuMode.Custom)
        {
            throw RelativeNotSupported(guest);
        }

        if (host is null)
        {
            throw new CpuException(CpuErrorKind.Unsupported, CpuRule.HostMissing);
        }

        CpuFeatureListBuilder features = new(CpuType.Guest, host.Features.ForType(CpuType.Guest));
        foreach (CpuFeature feature in guest.Features.AsSpan())
        {
            features.Update(feature.Name, feature.Policy);
        }

        return guest.WithModelOf(host) with { Features = features.ToList(), Mode = CpuMode.Custom, Match = CpuMatch.Exact };
    }

    private CpuException RelativeNotSupported(CpuDefinition guest)
    {
        int optional = guest.Features.IndexOf(f => f.Policy == CpuPolicy.Optional);
        return guest.Match == CpuMatch.Minimum
            ? new CpuException(
                CpuErrorKind.Unsupported, new CpuReason(CpuRule.MatchNotSupported, CpuWords.Of(guest.Match)) { Actual = Arch.ToName() })
            : new CpuException(
                CpuErrorKind.Unsupported,
                new CpuReason(
                    CpuRule.PolicyNotSupported, guest.Features[optional].Name)
                { Policy = CpuPolicy.Optional, Actual = Arch.ToName() });
    }
}

/// <summary>The driver of riscv64: without a map or raw data, it leaves decisions to the hypervisor (cpu-rules.md 4).</summary>
internal sealed class RiscVDriver : CpuDriver
{
    public RiscVDriver(CpuArchitecture arch, CpuMap map)
        : base(arch, map)
    {
    }

    public override string Name => "riscv64";

    private protected override CpuDefinition BaselineCore(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions options) =>
        throw NoSupport(nameof(Baseline));

    /// <summary>Always identical (cpu-rules.md 4.1).</summary>
    private protected override CpuComparison CompareCore(CpuDefinition? host, CpuDefinition cpu, IReadOnlyCollection<string> unknown) =>
        CpuComparison.NotJudged;

    private protected override CpuDefinition UpdateCore(CpuDefinition guest, CpuDefinition? host, CpuRemovalPolicy removalPolicy) =>
        ReplaceHostModel(guest, host);
}

/// <summary>The driver of loongarch64: without a map or raw data, it leaves decisions to the hypervisor (cpu-rules.md 4).</summary>
internal sealed class LoongArchDriver : CpuDriver
{
    public LoongArchDriver(CpuArchitecture arch, CpuMap map)
        : base(arch, map)
    {
    }

    public override string Name => "LoongArch";

    private protected override CpuDefinition BaselineCore(IReadOnlyList<CpuDefinition> cpus, CpuBaselineOptions options) =>
        throw NoSupport(nameof(Baseline));

    /// <summary>Always identical (cpu-rules.md 4.1).</summary>
    private protected override CpuComparison CompareCore(CpuDefinition? host, CpuDefinition cpu, IReadOnlyCollection<string> unknown) =>
        CpuComparison.NotJudged;

    /// <summary>Nothing changes (cpu-rules.md 4.2).</summary>
    private protected override CpuDefinition UpdateCore(CpuDefinition guest, CpuDefinition? host, CpuRemovalPolicy removalPolicy) => guest;
}
