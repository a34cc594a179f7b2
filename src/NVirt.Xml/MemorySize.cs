namespace NVirt.Xml;

/// <summary>Amounts of memory with a unit, read as libvirt does.</summary>
public static class MemorySize
{
    /// <summary>The most KiB: as many bytes as fit a signed 64-bit number.</summary>
    public const ulong MaxKiB = long.MaxValue / 1024;

    private const string Prefixes = "kmgtpe";

    /// <summary>Turns an amount into KiB, rounded up.</summary>
    /// <param name="amount">The number.</param>
    /// <param name="unit">
    /// <c>b</c>, <c>byte</c>, <c>bytes</c>; <c>k</c> or <c>KiB</c> for 1024; <c>KB</c> for 1000; likewise m, g, t, p, e; any case.
    /// </param>
    /// <param name="kib">The amount in KiB.</param>
    /// <returns>Whether the unit is known and the amount is not too large.</returns>
    public static bool TryToKiB(ulong amount, string unit, out ulong kib)
    {
        ulong scale = Scale(unit);
        UInt128 bytes = (UInt128)amount * scale;
        bool isValid = scale > 0 && bytes <= long.MaxValue;
        kib = isValid ? ((ulong)bytes + 1023) / 1024 : 0;
        return isValid;
    }

    /// <summary>A unit in words, for messages.</summary>
    public static string AUnit => Messages.Xml_MemoryUnit;

    /// <summary>Whether a word is a unit.</summary>
    /// <param name="unit">The word, not empty.</param>
    public static bool IsUnit(string unit) => Scale(unit) > 0;

    /// <summary>Bytes in the unit, or 0 for an unknown one.</summary>
    /// <param name="unit">The word, not empty.</param>
    public static ulong Scale(string unit)
    {
        ArgumentException.ThrowIfNullOrEmpty(unit);
        if (Is(unit, "b") || Is(unit, "byte") || Is(unit, "bytes"))
        {
            return 1;
        }

        ulong step = Is(unit[1..], "b") ? 1000u : 1024u;
        if (unit.Length > 1 && !Is(unit[1..], "b") && !Is(unit[1..], "ib"))
        {
            return 0;
        }

        int power = Prefixes.IndexOf(unit[..1], StringComparison.OrdinalIgnoreCase) + 1;
        return power == 0 ? 0 : Power(step, power);
    }

    private static ulong Power(ulong step, int power) => power == 0 ? 1 : step * Power(step, power - 1);

    private static bool Is(string unit, string name) => string.Equals(unit, name, StringComparison.OrdinalIgnoreCase);
}
