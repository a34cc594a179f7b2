using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Numbers that only CPU documents have.</summary>
internal static class NumberRanges
{
    /// <summary>The levels of a cache.</summary>
    public static NumberRange CacheLevels { get; } = new(1, 3);
}
