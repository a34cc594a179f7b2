namespace NVirt.Cpu.Xml;

/// <summary>The words that only documents use, by the values of their enumerations.</summary>
internal static class XmlWords
{
    /// <summary>By truth.</summary>
    public static string[] OnOff { get; } = ["off", "on"];

    /// <summary>By truth.</summary>
    public static string[] YesNo { get; } = ["no", "yes"];

    public static string[] CacheModes { get; } = ["emulate", "passthrough", "disable"];

    public static string[] MaxPhysAddrModes { get; } = ["emulate", "passthrough"];

    /// <summary>By whether the memory is shared.</summary>
    public static string[] MemoryAccess { get; } = ["private", "shared"];

    public static string[] Associativities { get; } = ["none", "direct", "full"];

    public static string[] CachePolicies { get; } = ["none", "writeback", "writethrough"];

    public static string[] LinkTypes { get; } = ["access", "read", "write"];

    /// <summary>The word for a truth, or <see langword="null"/>.</summary>
    public static string? Of(bool? truth, string[] words) => truth is { } known ? words[known ? 1 : 0] : null;
}
