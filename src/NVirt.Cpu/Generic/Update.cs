namespace NVirt.Cpu.Generic;

internal sealed partial class GenericDriver
{
    private protected override CpuDefinition UpdateCore(CpuDefinition guest, CpuDefinition? host, CpuRemovalPolicy removalPolicy)
    {
        if (!IsRelative(guest))
        {
            return guest;
        }

        if (host is null)
        {
            throw new CpuException(CpuErrorKind.Unsupported, CpuRule.HostMissing);
        }

        bool fromHost = guest.Mode == CpuMode.HostModel || guest.Match == CpuMatch.Minimum;
        HashSet<string> offered = Offered(host);
        CpuFeatureListBuilder features = new(CpuType.Guest, fromHost ? host.Features.ForType(CpuType.Guest) : guest.Features);
        foreach (CpuFeature feature in guest.Features.AsSpan())
        {
            CpuPolicy? policy = feature.Policy != CpuPolicy.Optional ? feature.Policy
                : offered.Contains(feature.Name) ? CpuPolicy.Require : CpuPolicy.Disable;
            features.Update(feature.Name, policy);
        }

        if (!fromHost)
        {
            return guest with { Features = features.ToList() };
        }

        CpuDefinition built = host with { VendorId = guest.VendorId, Features = features.ToList() };
        CpuDefinition updated = guest.StealModelOf(built, keepVendor: guest.Mode == CpuMode.Custom);
        return updated with { Mode = CpuMode.Custom, Match = CpuMatch.Exact };
    }
}
