using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary><c>-m</c>, and the machine's memory object.</summary>
internal static class MemorySection
{
    private const ulong MiB = 1024;

    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        DomainMemory memory = guest.Domain.Memory;
        ulong size = SizeKiB(guest);
        OptionText options = new OptionText().Add("size", KiB(size));
        if (memory.MaximumKiB is { } most)
        {
            options.Add("slots", memory.Slots).Add("maxmem", KiB(RoundUp(most)));
        }

        arguments.Add("-m", options);
        if (BackendOf(guest) is { } id)
        {
            arguments.Add("-object", Backend(id, size));
        }

        arguments.Add("-overcommit", new OptionText().Add("mem-lock", false));
    }

    public static void WriteMachine(QemuGuest guest, OptionText options) => options.Add("memory-backend", BackendOf(guest));

    /// <summary>Memory that uses the host's RAM.</summary>
    public static JsonObject Backend(string id, ulong sizeKiB) => new()
    {
        ["qom-type"] = "memory-backend-ram",
        ["id"] = id,
        ["size"] = sizeKiB * 1024,
    };

    /// <summary>QEMU uses whole MiB.</summary>
    public static ulong RoundUp(ulong kib) => (kib + MiB - 1) / MiB * MiB;

    // The memory at start: memory devices are added later, and NUMA cells take precedence.
    private static ulong SizeKiB(QemuGuest guest)
    {
        if (guest.Domain.Cpu?.Numa is { } numa)
        {
            return numa.Cells.Aggregate(0UL, (sum, cell) => sum + RoundUp(cell.MemoryKiB));
        }

        ulong total = guest.Domain.Memory.TotalKiB is > 0 and { } given
            ? given
            : throw guest.Refuse("memory", Messages.Args_NoMemory, CpuErrorKind.Xml);
        ulong devices = guest.Domain.Devices.Of<MemoryDevice>().Aggregate(0UL, (sum, device) => sum + device.SizeKiB);
        return devices < total
            ? RoundUp(total - devices)
            : throw guest.Refuse("memory", Text.Of(Messages.Args_MemoryDevices, total, devices), CpuErrorKind.Xml);
    }

    // NUMA cells have objects of their own.
    private static string? BackendOf(QemuGuest guest) => guest.Domain.Cpu?.Numa is null ? guest.Machine.DefaultRamId : null;

    private static string KiB(ulong amount) => Text.Of("{0}k", amount);
}
