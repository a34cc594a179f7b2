namespace NVirt.Cpu.Xml;

/// <summary>
/// The words that only CPU documents use, by enumeration value. A new word is added here, or in <see cref="CpuWords"/>, and a
/// test then looks for it in the schemas.
/// </summary>
internal static class CpuXmlWords
{
    /// <summary>Those of <see cref="CpuWords.Checks"/> that are written.</summary>
    public static string[] Checks { get; } = [.. CpuWords.Checks.Skip(1)];

    public static string[] CacheModes { get; } = ["emulate", "passthrough", "disable"];

    /// <summary>Whether the memory is shared: true, then false.</summary>
    public static string[] MemoryAccess { get; } = ["shared", "private"];

    public static string[] Associativities { get; } = ["none", "direct", "full"];

    public static string[] CachePolicies { get; } = ["none", "writeback", "writethrough"];

    /// <summary>Whether the attribute of a <c>cpu</c> element, or of one inside it, is interpreted.</summary>
    public static bool IsRead(string element, string attribute) => element switch
    {
        "cpu" => attribute is "mode" or "match" or "check" or "migratable" or "deprecated_features",
        "model" => attribute is "fallback" or "vendor_id",
        "feature" => attribute is "policy" or "name",
        "microcode" => attribute is "version",
        "signature" => attribute is "family" or "model" or "stepping",
        "counter" => attribute is "name" or "frequency" or "scaling",
        "topology" => attribute is "sockets" or "dies" or "clusters" or "cores" or "threads",
        "cache" => attribute is "mode" or "level" or "associativity" or "policy",
        "maxphysaddr" => attribute is "mode" or "bits" or "limit",
        "pages" => attribute is "size" or "unit",
        "cell" => attribute is "id" or "cpus" or "memory" or "unit" or "memAccess" or "discard",
        "sibling" => attribute is "id" or "value",
        "size" or "line" => attribute is "value" or "unit",
        "latency" or "bandwidth" => attribute is "initiator" or "target" or "cache" or "type" or "value" or "unit",
        _ => false,
    };

    /// <summary>Whether the element inside a <c>numa</c> element is interpreted.</summary>
    public static bool IsReadInNuma(string element) =>
        element is "cell" or "distances" or "sibling" or "cache" or "size" or "line" or "interconnects" or "latency" or "bandwidth";

    public static string[] LinkTypes { get; } = ["access", "read", "write"];
}
