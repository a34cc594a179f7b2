using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Platforms.Linux;

/// <summary>What Linux's tools say of a host besides flags, as they write it.</summary>
internal static class LinuxHost
{
    private const int VendorLength = 12;
    private const uint MaxFamily = 0x10e;

    /// <summary>The 12 characters of a vendor. The kernel's own line has blanks that are lost where lines are trimmed.</summary>
    public static string VendorId(string vendor) => vendor == "Shanghai" ? "  Shanghai  " : vendor.PadRight(VendorLength);

    /// <summary>The three numbers; <see langword="null"/> if family or model is not a number.</summary>
    public static CpuSignature? SignatureOf(string? family, string? model, string? stepping) =>
        Number(family) is { } f and > 0 and <= MaxFamily && Number(model) is { } m and <= 0xff
            ? new CpuSignature(f, m, Number(stepping) is { } s and <= 0xf ? s : 0)
            : null;

    /// <summary>A number with 0x; <see langword="null"/> if it is none.</summary>
    public static uint? Hex(string? text) =>
        text is not null && text.StartsWith("0x", StringComparison.Ordinal)
            && Digits.TryParseHex(text.AsSpan(2), out uint value)
            ? value : null;

    /// <summary>Takes <c>46 bits physical, 48 bits virtual</c>.</summary>
    public static void ApplyAddressSizes(StatementBuilder statement, string? text)
    {
        int end = text?.IndexOf(" bits physical", StringComparison.Ordinal) ?? -1;
        if (end > 0 && Number(text![..end]) is { } bits and > 0 and <= 64)
        {
            statement.Axes = statement.Axes with { PhysBits = (int)bits };
        }
    }

    /// <summary>A decimal number; <see langword="null"/> for anything else.</summary>
    public static uint? Number(string? text) =>
        Digits.TryParse(text, out uint value) ? value : null;
}
