using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Inventories;

public sealed class InventoryReaderTests
{
    private const string Host = "<cpu><arch>x86_64</arch><model>Haswell</model><vendor>Intel</vendor></cpu>";
    private const string Guest = "<cpu mode='custom' match='exact'><model>Nehalem</model></cpu>";

    [Fact]
    public void A_folder_has_a_file_for_each_host_and_guest()
    {
        using TempFolder folder = new();
        Write(folder, "pve1.xml", Host);
        Write(folder, "pve2.xml", Host);
        Write(folder, "guests/pve1/web.xml", Guest);
        Write(folder, "README.md", "hello");
        FleetInventory inventory = InventoryReader.Read(folder.Root);

        Assert.Equal(["pve1", "pve2"], inventory.Hosts.Select(h => h.Name));
        Assert.Equal(2, Assert.Single(inventory.HostClasses).Count);
        Assert.Equal(("web", "pve1"), (inventory.Guests[0].Name, inventory.Guests[0].Host));
        Assert.Contains("README.md", Assert.Single(inventory.Remarks), StringComparison.Ordinal);
        Assert.True(inventory.Hosts[0].Details.IsFileTime);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_a_host_of_which_nothing_is_known()
    {
        using TempFolder folder = new();
        Write(folder, "a.xml", Host);
        Write(folder, "b.xml", "<cpu><model>");
        FleetInventory inventory = InventoryReader.Read(folder.Root);

        Assert.True(inventory.FindHost("b")!.Class.IsUnreachable);
        Assert.NotNull(inventory.FindHost("b")!.Details.Problem);
        Assert.Single(InventoryReader.Read(folder.Root, new InventoryOptions { ExcludedHosts = ["b"] }).Hosts);
    }

    [Fact]
    public void A_file_that_is_a_link_counts_and_a_link_to_a_folder_is_not_followed()
    {
        Needs.Linux("making links needs no rights there");
        using TempFolder folder = new();
        Write(folder, "a.xml", Host);
        File.CreateSymbolicLink(Path.Combine(folder.Root, "b.xml"), Path.Combine(folder.Root, "a.xml"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "again"), folder.Root);
        Assert.Equal(["a", "b"], InventoryReader.Read(folder.Root).Hosts.Select(h => h.Name));
    }

    [Fact]
    public void Hidden_files_are_left_out_and_told()
    {
        using TempFolder folder = new();
        Write(folder, "a.xml", Host);
        Write(folder, ".b.xml", Host);
        Write(folder, ".old/c.xml", Host);
        Write(folder, "..2026/d.xml", Host);
        FleetInventory inventory = InventoryReader.Read(folder.Root);

        Assert.Equal("a", Assert.Single(inventory.Hosts).Name);
        Assert.Equal([".b.xml", ".old"], inventory.Remarks.Select(r => Path.GetFileName(r.Split(' ')[0])));
    }

    [Fact]
    public void A_host_that_only_a_pool_names_is_one_of_which_nothing_is_known()
    {
        using TempFolder folder = new();
        Write(folder, "a.xml", Host);
        Write(folder, "inventory.yaml", "version: 1\nhosts: {a: {source: a.xml}}\npools: {p: [a, typo]}\n");
        FleetInventory inventory = InventoryReader.Read(folder.Root);

        Assert.True(inventory.FindHost("typo")!.Class.IsUnreachable);
        Assert.Contains("typo", Assert.Single(inventory.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_tells_what_a_host_runs()
    {
        using TempFolder folder = new();
        Write(folder, "a.xml", Host);
        Write(folder, "inventory.yaml", "version: 1\nhosts: {a: {source: a.xml, kernel: 6.12.1, qemu: 9.2.0, microcode: 0x2b}}\n");

        Assert.Equal(
            [("kernel", "6.12.1"), ("qemu", "9.2.0"), ("microcode", "0x2b")],
            InventoryReader.Read(folder.Root).Hosts[0].Details.Versions.Told);
    }

    [Fact]
    public void What_the_libvirt_of_a_host_did_not_know_is_unknown()
    {
        using TempFolder folder = new();
        Write(folder, "a.xml", Host);
        Write(folder, "inventory.yaml", """
            version: 1
            hosts:
              new: {source: a.xml}
              old: {source: a.xml, libvirt: 9.0.0-4+deb12u2}
              odd: {source: a.xml, libvirt: bookworm}
            """);
        FleetInventory inventory = InventoryReader.Read(folder.Root);

        Assert.Equal(
            [false, null, false],
            new[] { "new", "old", "odd" }.Select(h => inventory.FindHost(h)!.Details.Statements[0].Bits.Has("bhi-ctrl")));
        Assert.All(inventory.Hosts, h => Assert.False(h.Details.Statements[0].Bits.Has("avx512f")));
        Assert.Contains("\"odd\": bookworm", Assert.Single(inventory.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_names_hosts_guests_and_pools()
    {
        using TempFolder folder = new();
        Write(folder, "all.xml", Host + Guest);
        Write(folder, "inventory.yaml", """
            version: 1
            hosts:
              a: {source: all.xml, weight: 3, memory: 65536, time: 2026-11-01T00:00:00Z, labels: {rack: r1}}
              gone: nowhere.xml
            guests:
              g: {source: all.xml, host: a, state: running, memory: 1024}
            pools:
              p: [a, gone]
            """);
        FleetInventory inventory = InventoryReader.Read(
            folder.Root,
            new InventoryOptions { MaxAge = TimeSpan.FromDays(1), Now = new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero) });
        FleetHost host = inventory.FindHost("a")!;

        Assert.Equal((3, 65536, "r1", true, false), (host.Weight, host.Details.MemoryMiB, host.Details.Labels["rack"],
            host.Details.IsStale, host.Details.IsFileTime));
        Assert.True(inventory.FindHost("gone")!.Class.IsUnreachable);
        Assert.True(inventory.Guests[0].IsRunning);
        Assert.Same(host.Class, inventory.Guests[0].Class.From);
        Assert.Equal(["a", "gone"], Assert.Single(inventory.Pools).Hosts);
    }

    [Theory]
    [InlineData("version: 2\nhosts: {a: x.xml}")]
    [InlineData("version: 1\nhosts: {a: {source: x.xml, colour: red}}")]
    [InlineData("version: 1\nhosts: {a: {source: x.xml, weight: -1}}")]
    [InlineData("version: 1\nhosts: {a: {source: x.xml, time: yesterday}}")]
    [InlineData("version: 1\nhosts: [a]")]
    [InlineData("version: 1\nguests: {g: {state: running}}")]
    [InlineData("version: 1\nhosts: {a: {source: x.xml}}\nguests: {g: {source: x.xml, state: asleep}}")]
    public void A_list_with_a_mistake_is_refused(string list)
    {
        using TempFolder folder = new();
        Write(folder, "x.xml", Host);
        Write(folder, "fleet.yaml", list);
        Assert.Throws<CpuException>(() => InventoryReader.Read(Path.Combine(folder.Root, "fleet.yaml")));
    }

    [Fact]
    public void The_best_truth_is_judged_by_and_the_processor_stays_beside_it()
    {
        using TempFolder folder = new();
        Write(folder, "a.xml", Host);
        Write(
            folder, "a.conf", "<domainCapabilities><arch>x86_64</arch><cpu><mode name='host-model' supported='yes'>"
                + "<model fallback='forbid'>Nehalem</model><vendor>Intel</vendor></mode></cpu></domainCapabilities>");
        FleetInventory inventory = InventoryReader.Read(folder.Root);
        HostClass kind = Assert.Single(inventory.HostClasses);

        Assert.Equal(StatementTruth.Hypervisor, kind.Truth);
        Assert.Equal(StatementTruth.Physical, kind.Physical!.Truth);
    }

    [Fact]
    public void Two_that_say_different_things_of_one_host_are_refused()
    {
        using TempFolder folder = new();
        Write(folder, "one.xml", Host);
        Write(folder, "two.xml", Host.Replace("Haswell", "Nehalem", StringComparison.Ordinal));
        Write(folder, "fleet.yaml", "version: 1\nhosts: {a: {source: [one.xml, two.xml], time: 2026-11-01T00:00:00Z}}");

        Assert.Throws<CpuException>(() => InventoryReader.Read(Path.Combine(folder.Root, "fleet.yaml")));
    }

    [Fact]
    public void The_newest_of_one_truth_counts()
    {
        using TempFolder folder = new();
        Write(folder, "a.xml", Host);
        Write(folder, "a.conf", Host.Replace("Haswell", "Nehalem", StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(Path.Combine(folder.Root, "a.xml"), new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(Path.Combine(folder.Root, "a.conf"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal("Haswell", InventoryReader.Read(folder.Root).Hosts[0].Class.Judged.Model);
    }

    [Fact]
    public void What_holds_nothing_is_refused()
    {
        using TempFolder folder = new();
        Assert.Throws<CpuException>(() => InventoryReader.Read(folder.Root));
        Assert.Throws<CpuException>(() => InventoryReader.Read(Path.Combine(folder.Root, "none")));
    }

    [Fact]
    public void Classes_do_not_depend_on_the_order_of_reading() => SmallFleets.Of(random =>
    {
        FleetInventory inventory = SmallFleets.Inventory(random, 8);
        FleetBuilder turned = new();
        foreach (FleetHost host in inventory.Hosts.Reverse())
        {
            turned.AddHost(host.Name, host.Class.Judged, host.Details);
        }

        return inventory.HostClasses.Select(c => (c.Name, c.Count, c.Weight)).SequenceEqual(
            turned.Build().HostClasses.Select(c => (c.Name, c.Count, c.Weight)));
    }).Holds();

    private static void Write(TempFolder folder, string name, string text)
    {
        string path = Path.Combine(folder.Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
