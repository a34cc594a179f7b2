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

        CpuDefinition updated = guest with { Features = features.ToList() };
        return fromHost
            ? guest.StealModelOf(host with { Features = updated.Features, VendorId = guest.VendorId }, keepVendor: guest.Mode == CpuMode.Custom)
                with { Mode = CpuMode.Custom, Match = CpuMatch.Exact }
            : updated;
    }
}
