using NVirt.Domains.Documents;
using NVirt.Domains.Documents.Devices;

namespace NVirt.Qemu.Confinement;

/// <summary>The files that a domain names, and whether its emulator writes to them.</summary>
internal static class NamedFiles
{
    /// <summary>All of them, each once. Sockets are left out: QEMU makes them, or they belong to another program.</summary>
    public static IReadOnlyList<(string Path, bool IsWritten, bool IsMade)> Of(DomainDefinition domain) =>
    [
        .. All(domain).Where(f => f.Path is not null).GroupBy(f => f.Path!, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Any(f => f.IsWritten), g.Any(f => f.IsMade))),
    ];

    private static IEnumerable<(string? Path, bool IsWritten, bool IsMade)> All(DomainDefinition domain)
    {
        foreach (DiskDevice disk in domain.Devices.Of<DiskDevice>())
        {
            yield return (disk.Source?.Path, !disk.IsReadOnly && disk.Device != "cdrom", false);
            for (DiskBacking? backing = disk.Backing; backing is not null; backing = backing.Backing)
            {
                yield return (backing.Source?.Path, false, false);
            }
        }

        foreach (CharacterDevice device in domain.Devices.Of<CharacterDevice>())
        {
            foreach (CharacterSource source in device.Backend.Sources.Where(_ => device.Backend.Type is "file" or "pipe" or "dev"))
            {
                yield return (source.Path, true, device.Backend.Type == "file");
            }
        }

        foreach (RngDevice rng in domain.Devices.Of<RngDevice>())
        {
            yield return (rng.Path, false, false);
        }

        DomainOs os = domain.Os;
        yield return (os.Kernel, false, false);
        yield return (os.Initrd, false, false);
        yield return (os.DeviceTree, false, false);
        yield return (os.Loader?.Path, os.Loader?.IsReadOnly == false, false);
        yield return (os.Nvram?.Path, true, false);
    }
}
