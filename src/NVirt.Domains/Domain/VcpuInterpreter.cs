using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>Virtual CPUs: <c>vcpu</c> and <c>vcpus</c>.</summary>
internal static class VcpuInterpreter
{
    private static readonly string[] Placements = ["static", "auto"];

    public static DomainVcpus Interpret(Element root)
    {
        Element? vcpu = root.First("vcpu");
        uint maximum = vcpu?.TextNumber(atLeast: 1) ?? 1;
        uint? current = vcpu?.UInt("current");
        ImmutableArray<DomainVcpu> vcpus = List([.. root.First("vcpus")?.All("vcpu") ?? []], maximum);
        if (vcpus.IsEmpty && current > maximum)
        {
            throw vcpu!.Bad("current", Text.Of(Messages.Domain_VcpusAtMost, maximum), CpuErrorKind.Unsupported);
        }

        string? placement = vcpu?.OneOf("placement", Placements);
        return new DomainVcpus
        {
            Maximum = maximum,
            Current = vcpus.IsEmpty ? current ?? maximum : (uint)vcpus.Count(v => v.IsEnabled),
            Placement = placement,
            CpuSet = vcpu is null || placement == "auto" ? [] : HostCpus(vcpu),
            List = vcpus,
        };
    }

    private static ImmutableArray<int> HostCpus(Element vcpu) =>
        vcpu.Find("cpuset") is not { } found ? []
        : CpuSet.TryParse(found.Value, out ImmutableArray<int> cpus) && !cpus.IsEmpty ? cpus
        : throw vcpu.Bad("cpuset", Text.Of(Messages.Domain_CpuSet, CpuSet.MaxCpus - 1));

    private static ImmutableArray<DomainVcpu> List(Element[] elements, uint maximum)
    {
        if (elements.Length == 0)
        {
            return [];
        }

        HashSet<uint> seen = [];
        DomainVcpu[] vcpus = [.. elements.Select(e => Vcpu(e, maximum, seen))];
        RequireFirst(Array.FindIndex(vcpus, v => v.Id == 0), vcpus, elements);
        return [.. vcpus];
    }

    private static DomainVcpu Vcpu(Element vcpu, uint maximum, HashSet<uint> seen)
    {
        uint id = (uint)vcpu.RequiredNumber("id", new NumberRange(0, maximum - 1));
        bool isEnabled = vcpu.RequiredYesNo("enabled");
        bool isHotpluggable = vcpu.YesNo("hotpluggable") ?? !isEnabled;
        uint? order = vcpu.UInt("order") is > 0 and { } given ? given : null;
        if (!isEnabled && !isHotpluggable)
        {
            throw vcpu.Refuse("hotpluggable", Text.Of(Messages.Domain_VcpuNever, id), CpuErrorKind.Unsupported);
        }

        return seen.Add(id)
            ? new DomainVcpu(id, isEnabled, isHotpluggable, order)
            : throw vcpu.Refuse("id", Text.Of(Messages.Domain_VcpuTwice, id));
    }

    // No guest starts without its first one (hypervisors.md 4.2).
    private static void RequireFirst(int place, DomainVcpu[] vcpus, Element[] elements)
    {
        if (place < 0 || vcpus[place] is not { IsEnabled: true, IsHotpluggable: false, Order: null or 1 })
        {
            throw elements[Math.Max(place, 0)].Malformed(Messages.Domain_FirstVcpu, CpuErrorKind.Unsupported);
        }
    }
}
