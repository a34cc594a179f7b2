using System.Resources;
using NVirt.Xml;

namespace NVirt.Cpu.Map;

/// <summary>Descriptions of bits that libvirt does not know, from KnownBitTexts.resx.</summary>
internal static class KnownBitTexts
{
    private static readonly ResourceManager Texts = new("NVirt.Cpu.Map.KnownBitTexts", typeof(KnownBitTexts).Assembly);

    public static string Describe(X86KnownBit bit)
    {
        string text = Texts.GetString(bit.TextKey, Messages.Culture) ?? string.Empty;
        return bit.Kind == CpuKnownBitKind.Field ? Text.Of(Messages.KnownBit_Field, text, bit.Index) : text;
    }
}
