using System.Text;
using NVirt.Cpu;
using NVirt.Fleet.Inventories;

namespace NVirt.Fuzz.Targets;

/// <summary>A list of hosts and guests, whose files are not there.</summary>
internal sealed class InventoryTarget : Target
{
    public override string Name => "inventory";

    public override string[] Words =>
    [
        "version: 1\n", "hosts:\n", "guests:\n", "pools:\n", "  a: {source: a.xml}\n", "  b: {source: [a.xml, b.xml], weight: 2}\n",
        "memory: 1", "time: 2026-11-01T06:00:00Z", "labels: {rack: r1}", "kernel: 6.12.1", "document: 2", "form: libvirt",
        "  p: [a, b]\n", "  p: {hosts: [a]}\n", "{\"version\":1,\"hosts\":{\"a\":\"a.xml\"}}", "&x", "*x", "<<: *x", "!!str ", "|\n", "? ",
        "---\n", "..", "/", "null", "~", "18446744073709551616", "-1", "\\u0000",
    ];

    public override Outcome Check(byte[] input)
    {
        // No file of this name is there, and none of those that the list names.
        string path = Path.Combine(Path.GetTempPath(), "nvirt-fuzz-none", "inventory.yaml");
        Attempt<FleetInventory> attempt = new(() => InventoryReader.Read(input, path));
        bool isList = Encoding.UTF8.GetString(input).Contains("version", StringComparison.Ordinal);
        return attempt.Against(null, inventory =>
            isList && inventory.HostClasses.Any(c => !c.IsUnreachable) && inventory.Hosts.Any(h => h.Details.Sources.IsEmpty
                && !h.Class.IsUnreachable) ? "a host of which something is known without a file"
            : inventory.Hosts.Select(h => h.Name).Distinct().Count() != inventory.Hosts.Count ? "a name is there twice"
            : inventory.HostClasses.Sum(c => c.Count) != inventory.Hosts.Count ? "a host is in no class"
            : inventory.HostClasses.Sum(c => c.Weight) != inventory.Hosts.Sum(h => h.Weight) ? "a weight is lost"
            : inventory.Pools.SelectMany(p => p.Hosts).Any(h => inventory.FindHost(h) is null) ? "a pool names a host that is not there"
            : null);
    }
}
