using System.Collections.Immutable;

namespace NVirt.Cpu;

/// <summary>Hash codes of values that contain lists.</summary>
internal static class ValueHash
{
    /// <summary>The hash code of a number and of items in their order.</summary>
    public static int Of<T>(int start, ImmutableArray<T> items)
    {
        HashCode hash = default;
        hash.Add(start);
        foreach (T item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
