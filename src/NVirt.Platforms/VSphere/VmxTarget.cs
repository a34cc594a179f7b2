using NVirt.Cpu;
using NVirt.Cpu.Map;
using NVirt.VMware;
using NVirt.Xml;

namespace NVirt.Platforms.VSphere;

/// <summary>Writes the settings of a .vmx file.</summary>
internal static class VmxTarget
{
    private const string Platform = "VMware";

    public static PlatformTarget Target { get; } = new("vmware", Write);

    private static PlatformOutput Write(PlatformWriteRequest request)
    {
        CpuDefinition cpu = WriterRules.Guest(request, Platform);
        WriterRules.NoPhysBits(cpu, Platform, Messages.Way_None);
        WriterRules.NoVendorId(cpu, Platform);
        (CpuDefinition asked, StatementRemark[] left) = LeaveToHosts(request, cpu);
        VmxCpu made = VmxCpuid.For(asked, VmxSyntax.Masks, host: null, request.Map);
        string text = made.Format();
        return text.Length == 0
            ? throw WriterRules.Refuse(CpuRule.InvalidArgument, null, Text.Of(Messages.Write_Nothing, Platform))
            : new PlatformOutput(".vmx", text,
                [.. WriterRules.Frame(cpu, "fallback", "check"), .. left,
                    .. made.Lost.Select(l => new StatementRemark(StatementRemarkKind.NotWritten, l))]);
    }

    // What masks have no place for, and every host certainly has, a guest gets on each of them anyway. What only some hosts have, no mask
    // takes away.
    private static (CpuDefinition Asked, StatementRemark[] Left) LeaveToHosts(PlatformWriteRequest request, CpuDefinition cpu)
    {
        if (request.Hosts.Count == 0)
        {
            return (cpu, []);
        }

        FeatureSpace space = FeatureSpace.Of(request.TheMap, CpuArchitecture.X86_64);
        FeatureSet masked = default;
        foreach ((int index, X86Register register) in space.Registers)
        {
            masked |= register.IsMsr || register.Subleaf != 0 ? default : space.FeaturesIn(index);
        }

        FeatureSet common = space.All;
        FeatureSet some = default;
        foreach (CpuStatement host in request.Hosts)
        {
            common &= host.Bits.YesSet;
            some |= host.Bits.YesSet | host.Bits.UnknownSet;
        }

        FeatureSet left = common - masked;
        string[] named =
        [
            .. cpu.Features.Where(f => (f.Policy ?? CpuPolicy.Require) == CpuPolicy.Require && Contains(f.Name)).Select(f => f.Name),
        ];
        FeatureSet open = some - common - masked;
        List<StatementRemark> remarks = [];
        if (named.Length > 0)
        {
            remarks.Add(new StatementRemark(StatementRemarkKind.HostDecides, string.Join(", ", named)));
        }

        if (!open.IsEmpty)
        {
            remarks.Add(new StatementRemark(StatementRemarkKind.NotWritten, string.Join(", ", space.SortedNames(open))));
        }

        return (cpu with { Features = cpu.Features.Where(f => !named.Contains(f.Name)) }, [.. remarks]);

        bool Contains(string name) => space.Find(name) is >= 0 and var place && left.Contains(place);
    }
}
