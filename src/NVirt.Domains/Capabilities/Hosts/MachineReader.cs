using System.Collections.Immutable;
using NVirt.Cpu;

namespace NVirt.Domains.Capabilities.Hosts;

/// <summary>Reads the host's part of capabilities (docs/capabilities.md says where each value comes from).</summary>
internal static class MachineReader
{
    private const string Power = "sys/power";
    private const string IommuGroups = "sys/kernel/iommu_groups";
    private const string HugePages = "sys/kernel/mm/hugepages";

    private static readonly string[] UuidFiles =
        ["sys/devices/virtual/dmi/id/product_uuid", "sys/class/dmi/id/product_uuid", "etc/machine-id"];

    /// <summary>Reads the files of a machine.</summary>
    /// <param name="files">The files.</param>
    /// <param name="cpu">The machine's CPU, which is read elsewhere.</param>
    /// <param name="pageKiB">The size of the smallest pages in KiB.</param>
    public static HostCapabilities Read(HostFiles files, CpuDefinition cpu, int pageKiB) => new()
    {
        Cpu = cpu,
        Uuid = Uuid(files),
        PageSizesKiB = [(ulong)pageKiB, .. HugePageFolders.In(files, HugePages).Select(h => h.SizeKiB)],
        Suspend = Suspend(files),
        HasIommu = files.HasFolder("sys/kernel") ? files.Names(IommuGroups).Count > 0 : null,
        Migration = new HostMigration(IsLive: true, ["tcp"]),
        Cells = HostCells.Read(files, (ulong)pageKiB),
        CacheBanks = HostCaches.Read(files),
        SecurityModels = [new HostSecurityModel("none", "0")],
    };

    // libvirt rejects a UUID whose bytes are all the same: some firmware has nothing better.
    private static Guid? Uuid(HostFiles files)
    {
        foreach (string file in UuidFiles)
        {
            if (CapabilitiesValues.Uuid(files.Text(file)) is { } uuid && uuid.ToByteArray().Distinct().Count() > 1)
            {
                return uuid;
            }
        }

        return null;
    }

    private static HostSuspend? Suspend(HostFiles files)
    {
        if (!files.HasFolder(Power))
        {
            return null;
        }

        string[] states = Words(files.Text($"{Power}/state"));
        string[] disk = Words(files.Text($"{Power}/disk"));
        HostSuspend ways = states.Contains("mem") ? HostSuspend.Memory : HostSuspend.None;
        if (states.Contains("disk") && disk.Intersect(["platform", "shutdown"]).Any())
        {
            ways |= HostSuspend.Disk;
        }

        return ways == (HostSuspend.Memory | HostSuspend.Disk) && disk.Contains("suspend") ? ways | HostSuspend.Hybrid : ways;
    }

    // The active one is in brackets.
    private static string[] Words(string? text) => text?.Split([' ', '[', ']'], StringSplitOptions.RemoveEmptyEntries) ?? [];
}
