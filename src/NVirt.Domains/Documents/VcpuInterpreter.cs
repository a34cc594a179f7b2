using System.Collections.Immutable;
using NVirt.Cpu.Xml;
using NVirt.Domains.Driver;
using NVirt.Xml;

namespace NVirt.Domains.Documents;

/// <summary>Virtual CPUs: <c>vcpu</c> and <c>vcpus</c>.</summary>
internal static class VcpuInterpreter
{
    public static DomainVcpus Interpret(Element root)
    {
        Element? vcpu = root.First("vcpu");
        uint maximum = vcpu?.TextNumber(atLeast: 1) ?? 1;
        uint? current = vcpu?.UInt("current");
        ImmutableArray<DomainVcpu> vcpus = List([.. root.First("vcpus")?.All("vcpu") ?? []], maximum);
        if (vcpus.IsEmpty && current > maximum)
        {
            throw vcpu!.Bad("current", Text.Of(Messages.Domain_VcpusAtMost, maximum), MistakeKind.Unsupported);
        }

        string? placement = vcpu?.OneOf("placement", DomainWords.Placements);
        return new DomainVcpus
        {
            Maximum = maximum,
            Current = vcpus.IsEmpty ? current ?? maximum : (uint)vcpus.Count(v => v.IsEnabled),
            Placement = placement,
            CpuSet = vcpu is null || placement == "auto" ? [] : HostCpus(vcpu),
            List = vcpus,
        };
    }

    /// <summary>
    /// Refuses a list whose virtual CPU 0 may be missing: no guest starts without it (hypervisor-rules.md 4.2). libvirt checks this after
    /// reading the whole document, so mistakes elsewhere are reported first.
    /// </summary>
    public static void RequireFirst(Element root, DomainVcpus vcpus)
    {
        if (vcpus.List.IsEmpty || vcpus.List.Any(v => v is { Id: 0, IsEnabled: true, IsHotpluggable: false, Order: null or 1 }))
        {
            return;
        }

        Element[] elements = [.. root.First("vcpus")!.All("vcpu")];
        int place = Array.FindIndex([.. vcpus.List], v => v.Id == 0);
        throw elements[Math.Max(place, 0)].Malformed(Messages.Domain_FirstVcpu, MistakeKind.Unsupported);
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
        return [.. elements.Select(e => Vcpu(e, maximum, seen))];
    }

    private static DomainVcpu Vcpu(Element vcpu, uint maximum, HashSet<uint> seen)
    {
        uint id = (uint)vcpu.RequiredNumber("id", new NumberRange(0, maximum - 1));
        bool isEnabled = vcpu.RequiredYesNo("enabled");
        bool isHotpluggable = vcpu.YesNo("hotpluggable") ?? !isEnabled;
        uint? order = vcpu.UInt("order") is > 0 and { } given ? given : null;
        if (!isEnabled && !isHotpluggable)
        {
            throw vcpu.Refuse("hotpluggable", Text.Of(Messages.Domain_VcpuNever, id), MistakeKind.Unsupported);
        }

        return seen.Add(id)
            ? new DomainVcpu(id, isEnabled, isHotpluggable, order)
            : throw vcpu.Refuse("id", Text.Of(Messages.Domain_VcpuTwice, id));
    }
}
