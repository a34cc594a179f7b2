using FsCheck;
using FsCheck.Fluent;
using NVirt.Cpu;
using NVirt.Cpu.Tests.Xml;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Domains.Documents;
using NVirt.RelaxNg;

namespace NVirt.Schemas.Tests;

/// <summary>Random host capabilities.</summary>
internal static class HostDefinitions
{
    private static readonly Gen<int> Number = Gen.Elements(0, 1, 4711, int.MaxValue);
    private static readonly Gen<int?> Maybe = Gen.Elements<int?>(null, 0, int.MaxValue);
    private static readonly Gen<bool?> Truth = Gen.Elements<bool?>(null, false, true);
    private static readonly Gen<string> Name = Gen.Elements("a", "/usr/bin/qemu", "x <y> & 'z'");

    // A machine may have an unknown CPU.
    private static readonly Gen<CpuDefinition> Cpu =
        Gen.OneOf(Definitions.Host, Definitions.Host.Select(h => h with { Model = null, Vendor = null }));

    private static readonly Gen<HostCell> Cell =
        from id in Number
        from memory in Gen.Elements<ulong?>(null, 0, ulong.MaxValue)
        from distances in (from cell in Number from value in Gen.Choose(10, 255) select new CpuNumaDistance(cell, value)).ListOf()
        from pages in Gen.Elements(new HostPages(4, 0), new HostPages(1048576, ulong.MaxValue)).ListOf()
        from cpus in (
            from n in Number
            from ids in Maybe.ArrayOf(4)
            from siblings in Gen.Elements<int[]>([], [0], [0, 1, 2, 7])
            select new HostProcessor(
                n)
            { SocketId = ids[0], DieId = ids[1], ClusterId = ids[2], CoreId = ids[3], Siblings = [.. siblings] }).ListOf()
        select new HostCell(id) { MemoryKiB = memory, Distances = [.. distances], Pages = [.. pages], Cpus = [.. cpus] };

    private static readonly Gen<GuestCapabilities> Guest =
        from arch in Gen.Elements(CpuArchitectures.All.ToArray())
        from emulator in Name.OrNull()
        from loader in Name.OrNull()
        from machines in (
            from name in Name
            from canonical in Name.OrNull()
            from most in Maybe
            from deprecated in Gen.Elements(false, true)
            select new GuestMachine(name) { Canonical = canonical, MaxCpus = most, IsDeprecated = deprecated }).ListOf()
        from types in Gen.Elements("kvm", "qemu", "xen").ListOf()
        from features in Gen.SubListOf("acpi", "apic", "pae", "hap", "externalSnapshot")
        from byDefault in Truth
        from toggle in Truth
        select new GuestCapabilities(arch)
        {
            Emulator = emulator,
            Loader = loader,
            Machines = [.. machines],
            DomainTypes = [.. types],
            Features = [new GuestFeature("cpuselection"), .. features.Select(f => new GuestFeature(f, byDefault, toggle))],
        };

    public static Gen<HostCapabilities> Any { get; } =
        from cpu in Cpu
        from uuid in Gen.Elements<Guid?>(null, new Guid("4c4c4544-0042-3510-8058-b6c04f4d4732"))
        from suspend in Gen.Elements<HostSuspend?>(null, HostSuspend.None, HostSuspend.Memory | HostSuspend.Hybrid)
        from iommu in Truth
        from migration in Gen.Elements(null, new HostMigration(IsLive: true, ["tcp"]), new HostMigration(IsLive: false, []))
        from cells in Cell.ListOf()
        from banks in (
            from n in Number
            from type in Gen.Elements(HostCacheType.Both, HostCacheType.Code, HostCacheType.Data)
            from size in Gen.Elements(0UL, 1024UL, ulong.MaxValue)
            select new HostCacheBank(n, 3, type, size, [0, 1])).ListOf()
        from security in Gen.Elements(
            new HostSecurityModel("none", "0"), new HostSecurityModel("dac", "0") { BaseLabels = [new("kvm", "+0:+0")] }).ListOf()
        from guests in Guest.ListOf()
        select new HostCapabilities
        {
            Cpu = cpu,
            Uuid = uuid,
            PageSizesKiB = [4, 2048],
            Suspend = suspend,
            HasIommu = iommu,
            Migration = migration,
            Cells = [.. cells],
            CacheBanks = [.. banks],
            SecurityModels = [.. security],
            Guests = [.. guests],
        };
}
