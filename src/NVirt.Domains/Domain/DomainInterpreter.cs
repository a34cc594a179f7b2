using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>
/// Makes a definition of a domain's elements. Of what may stand once, the first counts, as in libvirt. What is asked for here is what NVirt
/// interprets: the rest is listed as uninterpreted.
/// </summary>
internal static class DomainInterpreter
{
    private static readonly string[] Endings =
        ["destroy", "restart", "rename-restart", "preserve", "coredump-destroy", "coredump-restart"];

    public static DomainDefinition Interpret(Element root) => new()
    {
        Type = root.TextOf("type") ?? throw root.Missing("type", Messages.Domain_VirtType),
        Id = root.UInt("id"),
        Name = root.ChildText("name"),
        Uuid = root.First("uuid") is { } uuid ? Uuid(uuid) : null,
        Memory = Memory(root),
        Vcpus = VcpuInterpreter.Interpret(root),
        IoThreads = root.First("iothreads")?.TextNumber() ?? 0,
        Os = root.First("os") is { } os ? OsInterpreter.Interpret(os) : new DomainOs(),
        Features = FeatureInterpreter.Interpret(root.All("features").SelectMany(f => f.Children)),
        Cpu = root.First("cpu") is { } cpu ? CpuInterpreter.Interpret(CpuElement.Of(cpu), CpuType.Guest) : null,
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

    // As libvirt reads it: 32 hexadecimal digits, hyphens anywhere between them, blanks before.
    private static Guid Uuid(Element uuid)
    {
        string digits = uuid.Text.TrimStart().Replace("-", string.Empty, StringComparison.Ordinal);
        return Guid.TryParseExact(digits, "N", out Guid value) && !digits.Contains(' ', StringComparison.Ordinal)
            ? value
            : throw uuid.BadText(Messages.Domain_Uuid);
    }

    private static DomainMemory Memory(Element root) => new()
    {
        TotalKiB = root.First("memory")?.KiB(),
        CurrentKiB = root.First("currentMemory")?.KiB(),
        MaximumKiB = root.First("maxMemory")?.KiB(),
        Slots = root.First("maxMemory")?.UInt("slots") ?? 0,
    };

    private static string? Ending(Element root, string name)
    {
        if (root.First(name) is not { Text: { Length: > 0 } text } element)
        {
            return null;
        }

        return Endings.Contains(text) ? text : throw element.BadText(DocumentErrors.OneOf(Endings), CpuErrorKind.Unsupported);
    }

    private static bool? Power(Element root, string state) => root.First("pm")?.First(state)?.YesNo("enabled");
}
