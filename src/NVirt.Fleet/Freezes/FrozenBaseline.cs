using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Fleet.Freezes;

/// <summary>A host of a frozen baseline.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Class">The name of its class: that of the class's first host.</param>
/// <param name="Time">When what is known of it was made, in UTC; <see langword="null"/> if nothing says it.</param>
public sealed record FrozenHost(string Name, string Class, DateTimeOffset? Time);

/// <summary>
/// What a pool promised its guests, as a file (fleet-rules.md 9): JSON in the form of RFC 8785, whose SHA-256 is its digest. A version
/// names the digest of the one before, so that none can be taken out. Immutable.
/// </summary>
public sealed record FrozenBaseline
{
    /// <summary>The schema's name.</summary>
    public const string Schema = "nvirt-baseline/1";

    private readonly string? _canonical;

    /// <summary>The pool's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>When it was frozen, in UTC; <see langword="null"/> if it does not say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>The program that wrote it.</summary>
    public string? Tool { get; init; }

    /// <summary>The map of features by which it was made; <see langword="null"/> if it does not say.</summary>
    public FrozenMap? Map { get; init; }

    /// <summary>The architecture.</summary>
    public required string Arch { get; init; }

    /// <summary>The vendor; <see langword="null"/> if there is none.</summary>
    public string? Vendor { get; init; }

    /// <summary>The features, by name.</summary>
    public required ImmutableArray<string> Features { get; init; }

    /// <summary>What is promised besides: numbers by name, such as physBits.</summary>
    public ImmutableSortedDictionary<string, long> Axes { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>The hosts.</summary>
    public ImmutableArray<FrozenHost> Hosts { get; init; } = [];

    /// <summary>The text for each platform.</summary>
    public ImmutableSortedDictionary<string, string> Outputs { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The digest of the version before; <see langword="null"/> for the first.</summary>
    public string? Previous { get; init; }

    /// <summary>The file's text.</summary>
    public string Canonical => _canonical ?? CanonicalJson.Of(ToJson());

    /// <summary>The digest: 64 hexadecimal digits.</summary>
    public string Digest => DigestOf(Canonical);

    /// <summary>SHA-256 of a canonical text.</summary>
    public static string DigestOf(string canonical) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    /// <summary>Reads a file. Members that are not known are kept for the digest.</summary>
    /// <exception cref="CpuException">It is no baseline.</exception>
    public static FrozenBaseline Parse(ReadOnlyMemory<byte> content, string file)
    {
        string canonical = CanonicalJson.Of(content);
        using JsonDocument document = JsonDocument.Parse(canonical);
        JsonElement root = document.RootElement;
        try
        {
            if (TextOf(root, "schema") != Schema)
            {
                throw FleetErrors.Unreadable(Xml.Text.Of(Messages.Freeze_Schema, file, Schema));
            }

            return new FrozenBaseline(canonical)
            {
                Name = Required(root, "name"),
                Version = root.GetProperty("version").GetInt32(),
                Created = TimeOf(root, "created"),
                Tool = TextOf(root, "tool"),
                Map = root.TryGetProperty("map", out JsonElement map)
                    ? new FrozenMap(Required(map, "id"), Required(map, "sha256")) : null,
                Arch = Required(root, "arch"),
                Vendor = TextOf(root, "vendor"),
                Features = [.. root.GetProperty("features").EnumerateArray().Select(f => f.GetString() ?? throw new FormatException())],
                Axes = Members(root, "axes").Where(a => a.Value.ValueKind == JsonValueKind.Number)
                    .ToImmutableSortedDictionary(a => a.Name, a => a.Value.GetInt64(), StringComparer.Ordinal),
                Hosts = root.TryGetProperty("hosts", out JsonElement hosts)
                    ? [.. hosts.EnumerateArray().Select(h => new FrozenHost(Required(h, "name"), Required(h, "class"), TimeOf(h, "time")))]
                    : [],
                Outputs = Members(root, "outputs")
                    .ToImmutableSortedDictionary(o => o.Name, o => o.Value.GetString() ?? string.Empty, StringComparer.Ordinal),
                Previous = TextOf(root, "previous"),
            };
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw FleetErrors.Unreadable(Xml.Text.Of(Messages.Freeze_Malformed, file));
        }
    }

    private FrozenBaseline(string? canonical) => _canonical = canonical;

    /// <summary>A new one.</summary>
    public FrozenBaseline()
    {
    }

    private JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["schema"] = Schema,
            ["name"] = Name,
            ["version"] = Version,
            ["arch"] = Arch,
            ["vendor"] = Vendor,
            ["features"] = new JsonArray([.. Features.Order(StringComparer.Ordinal).Select(f => JsonValue.Create(f))]),
            ["axes"] = new JsonObject(Axes.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)JsonValue.Create(a.Value)))),
            ["hosts"] = new JsonArray([.. Hosts.Select(Of)]),
            ["outputs"] = new JsonObject(Outputs.Select(o => KeyValuePair.Create(o.Key, (JsonNode?)JsonValue.Create(o.Value)))),
            ["previous"] = Previous,
        };
        Set(json, "created", Stamp(Created));
        Set(json, "tool", Tool);
        if (Map is { } map)
        {
            json["map"] = new JsonObject { ["id"] = map.Id, ["sha256"] = map.Sha256 };
        }

        return json;
    }

    private static JsonObject Of(FrozenHost host)
    {
        JsonObject json = new() { ["name"] = host.Name, ["class"] = host.Class };
        Set(json, "time", Stamp(host.Time));
        return json;
    }

    private static void Set(JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    private static string? Stamp(DateTimeOffset? time) =>
        time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonElement.ObjectEnumerator Members(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement member) ? member.EnumerateObject() : default;

    private static string? TextOf(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? member.GetString() : null;

    private static string Required(JsonElement element, string name) => TextOf(element, name) ?? throw new FormatException(name);

    private static DateTimeOffset? TimeOf(JsonElement element, string name) => TextOf(element, name) is { } text
        ? DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
}

/// <summary>The map of features by which a baseline was made.</summary>
/// <param name="Id">The architecture and the number of its features.</param>
/// <param name="Sha256">The digest of the features' names, a line each, in the map's order.</param>
public sealed record FrozenMap(string Id, string Sha256)
{
    /// <summary>The features of a map.</summary>
    public static FrozenMap Of(Platforms.FeatureSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        int count = space.All.Count;
        string names = string.Concat(Enumerable.Range(0, count).Select(i => space.Name(i) + "\n"));
        return new FrozenMap($"{space.Arch.ToName()}/{count}", FrozenBaseline.DigestOf(names));
    }
}
