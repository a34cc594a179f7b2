using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Xml;

namespace NVirt.Remote.Migration;

/// <summary>What the two ends of a migration tell each other: between two daemons, through a client, which hands it on unread.</summary>
public static class MigrationCookie
{
    private const string Version = "nvirt";
    private const int OnlyVersion = 1;

    /// <summary>From the source to the destination: the guest, and whether it must stay paused.</summary>
    public static byte[] OfOffer(MigrationOffer offer, bool staysPaused) => Bytes(new JsonObject
    {
        [Version] = OnlyVersion,
        ["offer"] = MigrationOfferJson.Write(offer),
        ["staysPaused"] = staysPaused,
    });

    /// <summary>From the destination to the source: the guest runs there.</summary>
    public static byte[] OfTaken(DomainSummary domain) => Bytes(new JsonObject
    {
        [Version] = OnlyVersion,
        ["taken"] = domain.Uuid.ToString(),
        ["name"] = domain.Name,
    });

    /// <summary>From whoever heard the destination to the source: the guest is gone there, and will never run there.</summary>
    public static byte[] OfGone() => Bytes(new JsonObject { [Version] = OnlyVersion, ["gone"] = true });

    /// <summary>Whether somebody has heard that.</summary>
    public static bool IsGone(byte[] cookie)
    {
        try
        {
            return Read(cookie, root => JsonText.IsTrue(root, "gone"));
        }
        catch (DomainException)
        {
            return false;
        }
    }

    /// <summary>Reads what the source said.</summary>
    /// <exception cref="DomainException">The other end is no daemon of ours, or a newer one.</exception>
    /// <exception cref="NVirt.Cpu.CpuException">A document in it is malformed.</exception>
    public static (MigrationOffer Offer, bool StaysPaused) ReadOffer(byte[] cookie) =>
        Read(cookie, root => JsonText.Member(root, "offer") is { ValueKind: JsonValueKind.Object } offer
            && MigrationOfferJson.Read(offer) is { } read ? (read, JsonText.IsTrue(root, "staysPaused")) : throw Foreign());

    /// <summary>Which guest the destination has taken over, by its own words.</summary>
    /// <exception cref="DomainException">It did not say so.</exception>
    public static (Guid Uuid, string Name) ReadTaken(byte[] cookie) =>
        Read(cookie, root => Guid.TryParse(JsonText.StringOf(root, "taken"), out Guid uuid) && JsonText.StringOf(root, "name") is { } name
            ? (uuid, name) : throw Foreign());

    /// <summary>Whether it is of one of ours.</summary>
    public static bool IsOurs(byte[] cookie)
    {
        try
        {
            return Read(cookie, _ => true);
        }
        catch (DomainException)
        {
            return false;
        }
    }

    private static T Read<T>(byte[] cookie, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(cookie);
            return JsonText.Member(document.RootElement, Version) is { ValueKind: JsonValueKind.Number } version
                && version.TryGetInt32(out int number) && number == OnlyVersion ? read(document.RootElement) : throw Foreign();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a character is found only when the string is read.
            throw Foreign();
        }
    }

    private static DomainException Foreign() => new(DomainErrorKind.NoSupport, Messages.Migration_Foreign);

    private static byte[] Bytes(JsonObject cookie) => Encoding.UTF8.GetBytes(cookie.ToJsonString());
}
