using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Xml;
using NVirt.Domains;

namespace NVirt.Qemu.Migration;

/// <summary>The form in which an offer travels to another host.</summary>
internal static class OfferJson
{
    public static JsonObject Write(MigrationOffer offer) => new()
    {
        ["document"] = offer.Document.Text,
        ["liveCpu"] = offer.LiveCpu is { } cpu ? CpuXml.Format(cpu) : null,
        ["builtFeatures"] = new JsonArray([.. offer.BuiltFeatures.Select(f => (JsonNode)f)]),
        ["hypervisor"] = offer.Hypervisor,
        ["isPersistent"] = offer.IsPersistent,
        ["definition"] = offer.Definition?.Text,
    };

    /// <summary>Reads an offer.</summary>
    /// <exception cref="CpuException">A document in it is malformed.</exception>
    /// <exception cref="KeyNotFoundException">The domain is missing.</exception>
    public static MigrationOffer Read(JsonElement offer) => new()
    {
        Document = DomainDocument.Parse(offer.GetProperty("document").GetString()!),
        LiveCpu = QemuJson.StringOf(offer, "liveCpu") is { } cpu ? CpuXml.Parse(cpu) : null,
        BuiltFeatures = [.. QemuJson.Strings(QemuJson.Member(offer, "builtFeatures"))],
        Hypervisor = QemuJson.StringOf(offer, "hypervisor"),
        IsPersistent = QemuJson.IsTrue(offer, "isPersistent"),
        Definition = QemuJson.StringOf(offer, "definition") is { } text ? DomainDocument.Parse(text) : null,
    };
}
