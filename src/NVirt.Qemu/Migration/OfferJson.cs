using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>Reads an offer. What its documents say is checked where they are used.</summary>
    /// <returns>The offer; <see langword="null"/> if it has no document.</returns>
    /// <exception cref="NVirt.Cpu.CpuException">A document in it is malformed.</exception>
    public static MigrationOffer? Read(JsonElement offer) => QemuJson.StringOf(offer, "document") is { } document
        ? new MigrationOffer
        {
            Document = DomainDocument.Parse(document),
            LiveCpu = QemuJson.StringOf(offer, "liveCpu") is { } cpu ? CpuXml.Parse(cpu) : null,
            BuiltFeatures = [.. QemuJson.Strings(QemuJson.Member(offer, "builtFeatures"))],
            Hypervisor = QemuJson.StringOf(offer, "hypervisor"),
            IsPersistent = QemuJson.IsTrue(offer, "isPersistent"),
            Definition = QemuJson.StringOf(offer, "definition") is { } text ? DomainDocument.Parse(text) : null,
        }
        : null;
}
