using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Xml;

namespace NVirt.Qemu.Guests;

/// <summary>Plugs virtual CPUs in before the guest runs (hypervisor-rules.md 4.5).</summary>
internal static class VcpuPlugger
{
    public static async Task PlugAsync(GuestMonitor monitor, ImmutableArray<uint> vcpus, CancellationToken cancellation)
    {
        if (vcpus.IsEmpty)
        {
            return;
        }

        // QEMU lists the last slot first.
        JsonElement list = await monitor.ExecuteAsync("query-hotpluggable-cpus", cancellation: cancellation);
        JsonElement[] places = [.. JsonText.Items(list).Reverse()];
        foreach (uint vcpu in vcpus)
        {
            JsonElement place = places[vcpu];
            JsonObject device = JsonObject.Create(place.GetProperty("props").Clone())!;
            device["driver"] = JsonText.StringOf(place, "type");
            device["id"] = string.Create(CultureInfo.InvariantCulture, $"vcpu{vcpu}");
            await monitor.ExecuteAsync("device_add", device, cancellation);
        }
    }
}
