using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu.Probe;
using NVirt.Cpu.X86;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Guests;

/// <summary>Asks a QEMU that has not run its guest yet what CPU it built (hypervisors.md 5.3). For x86.</summary>
internal static class BuiltCpuReader
{
    private const string FirstDevice = "/machine/unattached/device[0]";
    private const string Unavailable = "unavailable-features";

    public static async Task<BuiltCpu> ReadAsync(GuestMonitor monitor, CancellationToken cancellation)
    {
        string path = await FindPathAsync(monitor, cancellation);
        JsonElement properties;
        try
        {
            properties = await monitor.ExecuteAsync("qom-list", new JsonObject { ["path"] = path }, cancellation);
        }
        catch (QmpException e) when (e.ErrorClass == "DeviceNotFound")
        {
            return BuiltCpu.None;
        }

        // All questions are on their way before the first answer comes.
        string[] switches = [.. QemuJson.Items(properties).Where(p => QemuJson.StringOf(p, "type") == "bool").Select(p => QemuJson.StringOf(p, "name")!)];
        Task<JsonElement> unavailable = GetAsync(Unavailable);
        JsonElement[] values = await Task.WhenAll(switches.Select(GetAsync));
        return new BuiltCpu(
            [.. switches.Where((_, i) => values[i].ValueKind == JsonValueKind.True).Select(QemuNames.ToMap)],
            [.. QemuJson.Strings(await unavailable).Select(QemuNames.ToMap)]);

        Task<JsonElement> GetAsync(string property) =>
            monitor.ExecuteAsync("qom-get", new JsonObject { ["path"] = path, ["property"] = property }, cancellation);
    }

    private static async Task<string> FindPathAsync(GuestMonitor monitor, CancellationToken cancellation)
    {
        JsonElement cpus = await monitor.ExecuteAsync("query-cpus-fast", cancellation: cancellation);
        foreach (JsonElement cpu in QemuJson.Items(cpus))
        {
            if (QemuJson.StringOf(cpu, "qom-path") is { } path)
            {
                return path;
            }
        }

        return FirstDevice;
    }
}
