using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Domains.Capabilities.Hosts;

namespace NVirt.Cli.Output.Json;

/// <summary>The JSON form of host capabilities; what is unknown is left out.</summary>
internal static class CapabilitiesJson
{
    public static JsonObject Of(HostCapabilities capabilities)
    {
        JsonObject host = [];
        CpuJson.Set(host, "uuid", capabilities.Uuid?.ToString("D"));
        host["cpu"] = CpuJson.Of(capabilities.Cpu);
        host["pageSizesKiB"] = new JsonArray([.. capabilities.PageSizesKiB.Select(s => JsonValue.Create(s))]);
        CpuJson.Set(host, "suspend", capabilities.Suspend is { } suspend ? Of(suspend) : null);
        CpuJson.Set(host, "iommu", capabilities.HasIommu);
        CpuJson.Set(host, "migration", capabilities.Migration is { } migration ? Of(migration) : null);
        host["cells"] = new JsonArray([.. capabilities.Cells.Select(Of)]);
        host["caches"] = new JsonArray([.. capabilities.CacheBanks.Select(Of)]);
        host["securityModels"] = new JsonArray([.. capabilities.SecurityModels.Select(Of)]);
        return new JsonObject { ["host"] = host, ["guests"] = new JsonArray([.. capabilities.Guests.Select(Of)]) };
    }

    private static JsonArray Of(HostSuspend suspend) =>
        CpuJson.Of(Enum.GetValues<HostSuspend>().Where(w => w != HostSuspend.None && suspend.HasFlag(w)).Select(w => CpuJson.Word(w)));

    private static JsonObject Of(HostMigration migration) => new()
    {
        ["live"] = migration.IsLive,
        ["transports"] = CpuJson.Of(migration.Transports.AsEnumerable()),
    };

    private static JsonObject Of(HostCell cell)
    {
        JsonObject json = new() { ["id"] = cell.Id };
        CpuJson.Set(json, "memoryKiB", cell.MemoryKiB);
        json["pages"] = new JsonArray([.. cell.Pages.Select(p => new JsonObject { ["sizeKiB"] = p.SizeKiB, ["count"] = p.Count })]);
        json["distances"] = new JsonArray([.. cell.Distances.Select(d => new JsonObject { ["cell"] = d.Cell, ["value"] = d.Value })]);
        json["cpus"] = new JsonArray([.. cell.Cpus.Select(Of)]);
        return json;
    }

    private static JsonObject Of(HostProcessor cpu)
    {
        JsonObject json = new() { ["id"] = cpu.Id };
        CpuJson.Set(json, "socket", cpu.SocketId);
        CpuJson.Set(json, "die", cpu.DieId);
        CpuJson.Set(json, "cluster", cpu.ClusterId);
        CpuJson.Set(json, "core", cpu.CoreId);
        json["siblings"] = Of(cpu.Siblings);
        return json;
    }

    private static JsonObject Of(HostCacheBank bank) => new()
    {
        ["id"] = bank.Id,
        ["level"] = bank.Level,
        ["type"] = CpuJson.Word(bank.Type),
        ["sizeKiB"] = bank.SizeKiB,
        ["cpus"] = Of(bank.Cpus),
    };

    private static JsonObject Of(HostSecurityModel model) => new()
    {
        ["name"] = model.Name,
        ["doi"] = model.Doi,
        ["baseLabels"] = new JsonArray([.. model.BaseLabels.Select(l => new JsonObject { ["type"] = l.DomainType, ["label"] = l.Label })]),
    };

    private static JsonObject Of(GuestCapabilities guest)
    {
        JsonObject json = new() { ["osType"] = guest.OsType, ["arch"] = guest.Arch.ToName(), ["wordSize"] = guest.WordSize };
        CpuJson.Set(json, "emulator", guest.Emulator);
        CpuJson.Set(json, "loader", guest.Loader);
        json["domainTypes"] = CpuJson.Of(guest.DomainTypes.AsEnumerable());
        json["features"] = new JsonArray([.. guest.Features.Select(Of)]);
        json["machines"] = new JsonArray([.. guest.Machines.Select(Of)]);
        return json;
    }

    private static JsonObject Of(GuestFeature feature)
    {
        JsonObject json = new() { ["name"] = feature.Name };
        CpuJson.Set(json, "default", feature.Default);
        CpuJson.Set(json, "canToggle", feature.CanToggle);
        return json;
    }

    private static JsonObject Of(GuestMachine machine)
    {
        JsonObject json = new() { ["name"] = machine.Name };
        CpuJson.Set(json, "canonical", machine.Canonical);
        CpuJson.Set(json, "maxCpus", machine.MaxCpus);
        json["deprecated"] = machine.IsDeprecated;
        return json;
    }

    private static JsonArray Of(IEnumerable<int> numbers) => new([.. numbers.Select(n => JsonValue.Create(n))]);
}
