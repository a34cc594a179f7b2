namespace NVirt.Cpu.S390;

internal sealed partial class S390Driver
{
    /// <summary>Host-model takes the host's model and features, over which the guest's go; anything else that needs a host is refused (cpu-core.md 4.2).</summary>
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
            ? new CpuException(CpuErrorKind.Unsupported, new CpuReason(CpuRule.MatchNotSupported, CpuWords.Of(guest.Match)) { Actual = Arch.ToName() })
            : new CpuException(
                CpuErrorKind.Unsupported,
                new CpuReason(CpuRule.PolicyNotSupported, guest.Features[optional].Name) { Policy = CpuPolicy.Optional, Actual = Arch.ToName() });
    }
}
