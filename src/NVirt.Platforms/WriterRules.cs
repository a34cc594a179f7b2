using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms;

/// <summary>What writers share: what cannot be said is refused, with its name and the nearest way of the platform (formats.md
/// 28).</summary>
internal static class WriterRules
{
    /// <summary>The guest's CPU.</summary>
    /// <exception cref="CpuException">None is given.</exception>
    public static CpuDefinition Guest(PlatformWriteRequest request, string platform) =>
        request.Cpu ?? throw new CpuException(
            CpuErrorKind.InvalidArgument, CpuRule.InvalidArgument, Text.Of(Messages.Write_NoGuest, platform));

    /// <summary>The model of a custom CPU, which the map knows.</summary>
    public static string Model(PlatformWriteRequest request, CpuDefinition cpu, string platform)
    {
        if (cpu.Model is not { } model)
        {
            throw Refuse(CpuRule.ModelRequired, null, Text.Of(Messages.Write_NoModel, platform));
        }

        return request.TheMap.FindModel(model) is not null ? model
            : throw new CpuException(CpuErrorKind.UnknownName, request.TheMap.UnknownModel(model));
    }

    /// <summary>Refuses features with another policy than these, and those that the map does not know.</summary>
    public static void Policies(PlatformWriteRequest request, CpuDefinition cpu, string platform, string way, params CpuPolicy[] allowed)
    {
        FeatureSpace space = FeatureSpace.Of(request.TheMap, CpuArchitecture.X86_64);
        foreach (CpuFeature feature in cpu.Features)
        {
            CpuPolicy policy = feature.Policy ?? CpuPolicy.Require;
            if (space.Find(feature.Name) < 0)
            {
                throw new CpuException(CpuErrorKind.UnknownName, request.TheMap.UnknownFeature(feature.Name));
            }

            if (!allowed.Contains(policy))
            {
                throw Refuse(CpuRule.FeatureNotExpressible, feature.Name,
                    Text.Of(Messages.Write_Policy, platform, CpuWords.Of(policy), feature.Name, way));
            }
        }
    }

    /// <summary>The only way that a platform has.</summary>
    public static string Only(string way) => Text.Of(Messages.Way_Only, way);

    /// <summary>Refuses a number of address bits.</summary>
    public static void NoPhysBits(CpuDefinition cpu, string platform, string way)
    {
        if (cpu.MaxPhysAddr is not null)
        {
            throw Refuse(CpuRule.FeatureNotExpressible, "maxphysaddr", Text.Of(Messages.Write_PhysBits, platform, way));
        }
    }

    /// <summary>Refuses a vendor that the model does not have: only libvirt asks hosts for it.</summary>
    public static void NoOtherVendor(PlatformWriteRequest request, CpuDefinition cpu, string platform)
    {
        if (cpu is { Type: CpuType.Guest, Vendor: { } vendor }
            && (cpu.Model is not { } model || request.TheMap.FindModel(model)?.Vendor != vendor))
        {
            throw Refuse(CpuRule.FeatureNotExpressible, vendor, Text.Of(Messages.Write_Vendor, platform, vendor));
        }
    }

    /// <summary>Refuses a vendor id of the guest's own.</summary>
    public static void NoVendorId(CpuDefinition cpu, string platform)
    {
        if (cpu.VendorId is { } id)
        {
            throw Refuse(CpuRule.FeatureNotExpressible, id, Text.Of(Messages.Write_VendorId, platform, id));
        }
    }

    /// <summary>QEMU's name of a feature.</summary>
    /// <exception cref="CpuException">It has none.</exception>
    public static CpuException NoName(string platform, string feature) =>
        Refuse(CpuRule.FeatureNotExpressible, feature, Text.Of(Messages.Write_NoName, platform, feature));

    /// <summary>What is left out without a change of the answer.</summary>
    public static IEnumerable<StatementRemark> Frame(CpuDefinition cpu, params string[] written)
    {
        if (cpu.Topology is not null && !written.Contains("topology"))
        {
            yield return new StatementRemark(StatementRemarkKind.NotWritten, "topology");
        }

        if (cpu.Cache is not null && !written.Contains("cache"))
        {
            yield return new StatementRemark(StatementRemarkKind.NotWritten, "cache");
        }

        if (cpu.Numa is not null)
        {
            yield return new StatementRemark(StatementRemarkKind.NotWritten, "numa");
        }

        if (cpu is { Type: CpuType.Guest, Model: not null, Match: not CpuMatch.Exact } && !written.Contains("match"))
        {
            yield return new StatementRemark(StatementRemarkKind.NotWritten, "match");
        }

        if (cpu is { Type: CpuType.Guest, Model: not null, Fallback: CpuFallback.Forbid } && !written.Contains("fallback"))
        {
            yield return new StatementRemark(StatementRemarkKind.NotWritten, "fallback");
        }

        if (cpu.Check != CpuCheck.Default && !written.Contains("check"))
        {
            yield return new StatementRemark(StatementRemarkKind.NotWritten, "check");
        }
    }

    public static CpuException Refuse(CpuRule rule, string? subject, string text) =>
        new CpuException(CpuErrorKind.Unsupported, rule, subject).At(text);
}
