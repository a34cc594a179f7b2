using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Drifts;
using NVirt.Fleet.Server.Logs;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Fleet.Server.Store;
using NVirt.Platforms;

namespace NVirt.Fleet.Server.Ingestion;

/// <summary>Finds what changed on a host from one report to the next (fleet-rules.md 9).</summary>
internal sealed class DriftFinder(ClassTable classes, PromiseTable promises, TimeProvider clock, ServerLog log)
{
    /// <summary>What there is to say; empty if nothing changed.</summary>
    public async Task<ImmutableArray<NewEvent>> EventsAsync(StoredHost? former, HostUpdate update, CancellationToken cancellation)
    {
        StoredHost now = update.Host;
        DateTimeOffset time = clock.GetUtcNow();
        if (former is null)
        {
            log.Joined(now.Name);
            return [new NewEvent(time, now.Name, "joined", "harmless", "{}")];
        }

        List<NewEvent> events = [];
        if (!former.Classes.SequenceEqual(now.Classes))
        {
            events.Add(await DriftAsync(former, update, time, cancellation));
        }

        JsonObject versions = [];
        Changed("kernel", former.Kernel, now.Kernel);
        Changed("qemu", former.Qemu, now.Qemu);
        Changed("libvirt", former.Libvirt, now.Libvirt);
        Changed("microcode", former.MicrocodeText, now.MicrocodeText);
        if (versions.Count > 0)
        {
            events.Add(new NewEvent(time, now.Name, "version", "harmless", versions.ToJsonString()));
        }

        return [.. events];

        void Changed(string name, string? old, string? changed)
        {
            if (old != changed)
            {
                versions[name] = new JsonObject { ["old"] = old, ["new"] = changed };
            }
        }
    }

    private async Task<NewEvent> DriftAsync(
        StoredHost former, HostUpdate update, DateTimeOffset time, CancellationToken cancellation)
    {
        StoredHost now = update.Host;
        CpuStatement[] old = [.. await classes.StatementsAsync(former.Classes, cancellation)];
        CpuStatement[] current = [.. await classes.StatementsAsync(now.Classes, cancellation)];
        if (old.Length == 0 || current.Length == 0)
        {
            // Nothing is known before or after: neither is a loss.
            return new NewEvent(
                time, now.Name, "problem", current.Length == 0 ? "undecided" : "harmless",
                new JsonObject { ["problem"] = now.Problem }.ToJsonString());
        }

        try
        {
            (IReadOnlyCollection<string> features, int? bits) = await promises.OfAsync(former, update, cancellation);
            HostDrift found = HostDrift.Of(old, current, features, bits, isSame: true);
            string grade = FleetWords.Of(found.Grade).Key;
            if (found.Grade != DriftGrade.Harmless)
            {
                log.Drifted(now.Name, grade);
            }

            return new NewEvent(time, now.Name, NewEvent.Drift, grade, DetailOf(found).ToJsonString());
        }
        catch (CpuException e)
        {
            // No truth is told both times, or it is another architecture now.
            return new NewEvent(time, now.Name, NewEvent.Drift, "undecided", new JsonObject { ["problem"] = e.Message }.ToJsonString());
        }
    }

    private static JsonObject DetailOf(HostDrift drift) => new()
    {
        ["causes"] = Names(drift.Causes),
        ["truths"] = new JsonArray([.. drift.Truths.Where(t => !t.IsNone).Select(t => new JsonObject
        {
            ["truth"] = FleetWords.Of(t.Truth).Key,
            ["lost"] = Names(t.Lost),
            ["gained"] = Names(t.Gained),
            ["unknown"] = Names(t.Unknown),
            ["promised"] = Names(t.Promised),
            ["axes"] = new JsonArray([.. t.Axes.Select(a => new JsonObject { ["axis"] = a.Axis, ["old"] = a.Old, ["new"] = a.New })]),
        })]),
    };

    private static JsonArray Names(ImmutableArray<string> names) => new([.. names.Select(n => JsonValue.Create(n))]);
}
