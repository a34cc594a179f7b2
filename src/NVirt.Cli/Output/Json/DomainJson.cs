using System.Text.Json.Nodes;
using NVirt.Cli.Output.Domains;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;

namespace NVirt.Cli.Output.Json;

/// <summary>The JSON form of domains. The names of the fields are a contract; what is not known is left out.</summary>
internal static class DomainJson
{
    /// <summary>A domain in a list.</summary>
    public static JsonObject Of(DomainSummary domain)
    {
        JsonObject json = new() { ["name"] = domain.Name, ["uuid"] = domain.Uuid.ToString("D") };
        CpuJson.Set(json, "id", domain.Id);
        json["state"] = CpuJson.Word(domain.State);
        CpuJson.Set(json, "reason", DomainReasons.Of(domain));
        CpuJson.Set(json, "problem", domain.Problem);
        json["persistent"] = domain.IsPersistent;
        CpuJson.Set(json, "pid", domain.ProcessId);
        return json;
    }

    /// <summary>What a document says of its domain, and its text.</summary>
    public static JsonObject Of(DomainDocument document)
    {
        JsonObject json = [];
        CpuJson.Set(json, "name", document.Definition.Name);
        CpuJson.Set(json, "uuid", document.Definition.Uuid?.ToString("D"));
        CpuJson.Set(json, "id", document.Definition.Id);
        AddFacts(json, document.Definition);
        json["xml"] = document.Text;
        return json;
    }

    /// <summary>A domain with what its document says of it.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="definition">Its document.</param>
    /// <param name="cpuTime">How long its processors worked; <see langword="null"/> if it does not run.</param>
    public static JsonObject Of(DomainSummary domain, DomainDefinition definition, TimeSpan? cpuTime)
    {
        JsonObject json = Of(domain);
        CpuJson.Set(json, "cpuTimeSeconds", cpuTime?.TotalSeconds);
        AddFacts(json, definition);
        return json;
    }

    private static void AddFacts(JsonObject json, DomainDefinition definition)
    {
        json["type"] = definition.Type;
        CpuJson.Set(json, "osType", definition.Os.Type);
        CpuJson.Set(json, "arch", definition.Os.Arch == CpuArchitecture.None ? null : definition.Os.Arch.ToName());
        CpuJson.Set(json, "machine", definition.Os.Machine);
        json["vcpus"] = definition.Vcpus.Current;
        CpuJson.Set(json, "maxMemoryKiB", definition.Memory.TotalKiB);
        CpuJson.Set(json, "usedMemoryKiB", definition.Memory.CurrentKiB ?? definition.Memory.TotalKiB);
        CpuJson.Set(json, "cpu", definition.Cpu is { } cpu ? CpuJson.Of(cpu) : null);
    }
}
