using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Cpu.Xml;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Domains.Driver.Migration;

/// <summary>The JSON form of an offer, as it goes to another host (docs/reference/migration-protocol.md).</summary>
public static class MigrationOfferJson
{
    /// <summary>Writes an offer.</summary>
    /// <param name="offer">The offer.</param>
    public static JsonObject Write(MigrationOffer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return new JsonObject
        {
            ["document"] = offer.Document.Text,
            ["liveCpu"] = offer.LiveCpu is { } cpu ? CpuXml.Format(cpu) : null,
            ["builtFeatures"] = new JsonArray([.. offer.BuiltFeatures.Select(f => (JsonNode)f)]),
            ["hypervisor"] = offer.Hypervisor,
            ["isPersistent"] = offer.IsPersistent,
            ["definition"] = offer.Definition?.Text,
        };
    }

    /// <summary>Reads an offer. The contents of its documents are checked where they are used.</summary>
    /// <param name="offer">What <see cref="Write"/> made, or what somebody else sent.</param>
    /// <returns>The offer; <see langword="null"/> if it has no document.</returns>
    /// <exception cref="CpuException">A document in it is malformed.</exception>
    public static MigrationOffer? Read(JsonElement offer) => JsonText.StringOf(offer, "document") is { } document
        ? new MigrationOffer
        {
            Document = DomainDocument.Parse(document),
            LiveCpu = JsonText.StringOf(offer, "liveCpu") is { } cpu ? CpuXml.Parse(cpu) : null,
            BuiltFeatures = [.. JsonText.Strings(JsonText.Member(offer, "builtFeatures"))],
            Hypervisor = JsonText.StringOf(offer, "hypervisor"),
            IsPersistent = JsonText.IsTrue(offer, "isPersistent"),
            Definition = JsonText.StringOf(offer, "definition") is { } text ? DomainDocument.Parse(text) : null,
        }
        : null;
}
