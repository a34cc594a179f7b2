using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Domains.Driver.Migration;
using NVirt.Qemu.Guests;
using NVirt.Qemu.Qmp;

namespace NVirt.Qemu.Migration;

/// <summary>QEMU's migration parameters. Their old values are restored if the migration ends without the guest leaving.</summary>
internal sealed class MigrationParameters
{
    private static readonly string[] Changed = ["max-bandwidth", "downtime-limit", "tls-creds", "tls-hostname", "tls-authz"];

    private readonly JsonObject _before;

    private MigrationParameters(JsonObject before) => _before = before;

    /// <summary>Sets what the options say; QEMU itself encrypts nothing.</summary>
    public static async Task<MigrationParameters> SetAsync(GuestMonitor monitor, MigrationOptions options, CancellationToken cancellation)
    {
        JsonElement all = await monitor.ExecuteAsync("query-migrate-parameters", cancellation: cancellation);
        JsonObject before = [];
        foreach (string name in Changed.Where(n => all.TryGetProperty(n, out _)))
        {
            before[name] = JsonNode.Parse(all.GetProperty(name).GetRawText());
        }

        JsonObject wanted = [];
        foreach (string name in before.Select(p => p.Key).Where(n => n.StartsWith("tls-", StringComparison.Ordinal)))
        {
            wanted[name] = string.Empty;
        }

        if (options.BandwidthMiB is { } bandwidth)
        {
            wanted["max-bandwidth"] = (long)bandwidth << 20;
        }

        if (options.DowntimeLimit is { } downtime)
        {
            wanted["downtime-limit"] = (long)downtime.TotalMilliseconds;
        }

        if (wanted.Count > 0)
        {
            await monitor.ExecuteAsync("migrate-set-parameters", wanted, cancellation);
        }

        return new MigrationParameters(before);
    }

    /// <summary>Restores the old values; a QEMU that is gone or busy keeps what it has.</summary>
    public async Task RestoreAsync(GuestMonitor monitor)
    {
        try
        {
            if (_before.Count > 0)
            {
                await monitor.ExecuteAsync("migrate-set-parameters", _before);
            }
        }
        catch (QmpException)
        {
            // The guest continues all the same.
        }
    }
}
