using System.Resources;

namespace NVirt.Cpu.Map;

/// <summary>What bits are that libvirt does not know, in words, from KnownBitTexts.resx.</summary>
internal static class KnownBitTexts
{
    private static readonly ResourceManager Texts = new("NVirt.Cpu.Map.KnownBitTexts", typeof(KnownBitTexts).Assembly);

    public static string Describe(X86KnownBit bit)
    {
        string text = Texts.GetString(bit.TextKey, Messages.Culture) ?? string.Empty;
        return bit.Kind == CpuKnownBitKind.Field ? Text.Of(Messages.KnownBit_Field, text, bit.Index) : text;
    }
}
