using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Domains.Documents;

/// <summary>
/// Builds a definition from a domain's elements. If an element that may occur once occurs again, the first counts, as in libvirt. Whatever
/// is looked up here counts as interpreted; the rest is listed as uninterpreted.
/// </summary>
internal static class DomainInterpreter
{
    public static DomainDefinition Interpret(Element root)
    {
        DomainDefinition definition = Interpret(root, VcpuInterpreter.Interpret(root));
        VcpuInterpreter.RequireFirst(root, definition.Vcpus);
        return definition;
    }

    private static DomainDefinition Interpret(Element root, DomainVcpus vcpus) => new()
    {
        Type = root.TextOf("type") ?? throw root.Missing("type", Messages.Domain_VirtType),
        Id = root.UInt("id"),
        Name = root.ChildText("name"),
        Uuid = root.First("uuid") is { Text.Length: > 0 } uuid ? Uuid(uuid) : null,
        Memory = Memory(root),
        Vcpus = vcpus,
        IoThreads = root.First("iothreads")?.TextNumber() ?? 0,
        Os = root.First("os") is { } os ? OsInterpreter.Interpret(os) : new DomainOs(),
        Features = FeatureInterpreter.Interpret(root.All("features").SelectMany(f => f.Children)),
        Cpu = root.First("cpu") is { } cpu ? Guest(cpu, vcpus) : null,
        Clock = root.First("clock") is { } clock ? ClockInterpreter.Interpret(clock) : new DomainClock(),
        Endings = new DomainEndings
        {
            OnPoweroff = Ending(root, "on_poweroff") ?? "destroy",
            OnReboot = Ending(root, "on_reboot") ?? "restart",
            OnCrash = Ending(root, "on_crash") ?? "destroy",
        },
        Power = new DomainPower(Power(root, "suspend-to-mem"), Power(root, "suspend-to-disk")),
        Devices = DeviceInterpreter.Interpret(root.All("devices").SelectMany(d => d.Children)),
    };

    // libvirt accepts hyphens anywhere, and surrounding blanks.
    private static Guid Uuid(Element uuid) =>
        Guid.TryParseExact(uuid.Text.Replace("-", string.Empty, StringComparison.Ordinal), "N", out Guid value)
            ? value
            : throw uuid.BadText(Messages.Domain_Uuid);

    private static CpuDefinition Guest(Element element, DomainVcpus vcpus)
    {
        CpuDefinition cpu = EmbeddedCpu.Of(element, CpuType.Guest);
        uint? last = (uint?)cpu.Numa?.Cells.SelectMany(c => c.Cpus).DefaultIfEmpty(0).Max();
        return last is null || last < vcpus.Maximum
            ? cpu
            : throw element.First("numa")!.Malformed(Text.Of(Messages.Domain_NumaCpus, last, vcpus.Maximum), MistakeKind.Contradiction);
    }

    private static DomainMemory Memory(Element root) => new()
    {
        TotalKiB = root.ChildKiB("memory"),
        CurrentKiB = root.ChildKiB("currentMemory"),
        MaximumKiB = root.ChildKiB("maxMemory"),
        Slots = root.First("maxMemory")?.UInt("slots") ?? 0,
    };

    private static string? Ending(Element root, string name)
    {
        if (root.First(name) is not { Text: { Length: > 0 } text } element)
        {
            return null;
        }

        return DomainWords.Endings.Contains(text) ? text : throw element.BadText(DomainWords.Endings, MistakeKind.Unsupported);
    }

    private static bool? Power(Element root, string state) => root.First("pm")?.First(state)?.YesNo("enabled");
}
