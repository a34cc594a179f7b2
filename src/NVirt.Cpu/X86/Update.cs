namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    private protected override CpuDefinition UpdateCore(CpuDefinition guest, CpuDefinition? host, CpuRemovalPolicy removalPolicy)
    {
        CpuDefinition updated = IsRelative(guest)
            ? UpdateFromHost(guest, host ?? throw new CpuException(CpuErrorKind.Unsupported, CpuRule.HostMissing))
            : guest;
        int model = FindModel(updated.Model);
        if (_map.RemovedFeatures(model).IsEmpty)
        {
            return updated;
        }

        CpuFeatureListBuilder features = new(updated.Type, updated.Features);
        AddRemovedFeatures(features, model, removalPolicy == CpuRemovalPolicy.Disable ? CpuPolicy.Disable : CpuPolicy.Require);
        return updated with { Features = features.ToList() };
    }

    private CpuDefinition UpdateFromHost(CpuDefinition guest, CpuDefinition host)
    {
        CpuDefinition decided = DecideOptional(guest, host);
        if (guest.Mode == CpuMode.Custom && guest.Match != CpuMatch.Minimum)
        {
            return decided;
        }

        CpuDefinition built = (host with { Type = CpuType.Guest }).WithModelOf(host);
        CpuFeatureListBuilder features = new(CpuType.Guest, host.Features.ForType(CpuType.Guest));
        foreach (CpuFeature feature in decided.Features.AsSpan())
        {
            features.Update(feature.Name, feature.Policy);
        }

        built = built with { VendorId = guest.VendorId ?? built.VendorId, Features = features.ToList() };
        return decided.StealModelOf(built, keepVendor: guest.Mode == CpuMode.Custom) with { Mode = CpuMode.Custom, Match = CpuMatch.Exact };
    }

    /// <summary>Optional features become required where the host has them, and disabled where not.</summary>
    private CpuDefinition DecideOptional(CpuDefinition guest, CpuDefinition host)
    {
        if (!guest.Features.Exists(f => f.Policy == CpuPolicy.Optional))
        {
            return guest;
        }

        Map.FeatureSet offered = X86Bits.Resolve(_map, host, withOptional: false).All;
        CpuFeatureListBuilder features = new(guest.Type, guest.Features);
        foreach (CpuFeature feature in guest.Features.AsSpan())
        {
            if (feature.Policy == CpuPolicy.Optional)
            {
                features.Update(feature.Name, SetHasFeature(offered, feature.Name) ? CpuPolicy.Require : CpuPolicy.Disable);
            }
        }

        return guest with { Features = features.ToList() };
    }
}
