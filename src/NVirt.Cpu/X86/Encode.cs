using NVirt.Cpu.Map;

namespace NVirt.Cpu.X86;

internal sealed partial class X86Driver
{
    public override CpuEncoding Encode(CpuDefinition cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        if (cpu.Model is null)
        {
            throw new CpuException(CpuErrorKind.InvalidArgument, CpuRule.ModelRequired);
        }

        return EncodePolicies(cpu);
    }

    public override CpuEncoding Encode(CpuData data)
    {
        X86CpuData raw = RequireX86(data);
        return new CpuEncoding(
            X86CpuData.Empty,
            DataOf(X86Projection.FeaturesOf(_map, raw)),
            X86CpuData.Empty,
            X86CpuData.Empty,
            X86CpuData.Empty,
            raw.Cpuid(0) is { } leaf ? X86CpuData.Create([leaf with { Eax = 0 }]) : X86CpuData.Empty);
    }

    /// <summary>The same of a definition that may be without a model, as where the guest has the host's CPU.</summary>
    /// <exception cref="CpuException">The vendor is unknown (operation failed), or another name is (unknown name).</exception>
    internal CpuEncoding EncodePolicies(CpuDefinition cpu)
    {
        // A host definition has only required features, and its single policies other than require are empty.
        X86Bits bits = X86Bits.Resolve(_map, cpu);
        return new CpuEncoding(
            DataOf(bits.Forced),
            DataOf(bits.RequiredWithModel),
            DataOf(bits.Optional),
            DataOf(bits.Disabled),
            DataOf(bits.Forbidden),
            cpu.Vendor is null ? X86CpuData.Empty : X86CpuData.Create([X86Vendor.ItemOf(_map, FindVendor(cpu.Vendor))]));
    }

    // The 2009 operation "guest data" (cpu-rules.md 6).
    private protected override CpuData GuestDataCore(CpuDefinition host, CpuDefinition guest)
    {
        FeatureSet offered = X86Bits.Resolve(_map, host, withOptional: false).All;
        X86Bits asked = X86Bits.Resolve(_map, guest);
        FeatureSet given = guest.Match == CpuMatch.Minimum ? offered : offered & new X86Terms(asked).Mentions;
        return DataOf((given | asked.Forced) - asked.Disabled);
    }

    private X86CpuData DataOf(in FeatureSet features) => X86Projection.DataOf(_map, features);

    private int FindVendor(string name) => _map.FindVendor(name) is >= 0 and var vendor
        ? vendor
        : throw new CpuException(CpuErrorKind.OperationFailed, CpuRule.UnknownVendor, name);
}
