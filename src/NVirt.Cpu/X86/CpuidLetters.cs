namespace NVirt.Cpu.X86;

/// <summary>
/// The letters that tell a hypervisor what happens to a bit: one for each policy, and one for a bit that is not mentioned.
/// </summary>
/// <remarks>For NVirt.Cpu.Probe, NVirt.Xen and NVirt.VMware, which read or write bits; others need only names.</remarks>
public readonly record struct CpuidLetters(char Unmentioned, char Force, char Require, char Optional, char Disable, char Forbid);

/// <summary>A mask of one register as text: 32 letters, bit 31 first.</summary>
/// <remarks>For NVirt.Cpu.Probe, NVirt.Xen and NVirt.VMware, which read or write bits; others need only names.</remarks>
public static class CpuidMaskText
{
    /// <summary>How many bits a register has.</summary>
    public const int Bits = 32;

    private const int Group = 4;

    /// <summary>The position of a bit's letter.</summary>
    public static int PlaceOf(int bit) => Bits - 1 - bit;

    /// <summary>Groups of four with colons between them.</summary>
    public static string Grouped(string mask) => string.Join(':', mask.Chunk(Group).Select(g => new string(g)));

    /// <summary>Reads 32 letters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="alphabet">The allowed letters.</param>
    /// <param name="isGrouped">Whether colons are allowed between groups of four, and case is ignored.</param>
    /// <param name="mask">The letters in the alphabet's spelling.</param>
    /// <param name="wrong">The position of the mistake; the text's length if it is too short.</param>
    public static bool TryParse(ReadOnlySpan<char> text, string alphabet, bool isGrouped, out string mask, out int wrong)
    {
        Span<char> letters = stackalloc char[Bits];
        int count = 0;
        mask = string.Empty;
        for (wrong = 0; wrong < text.Length; wrong++)
        {
            if (isGrouped && text[wrong] == ':' && count is > 0 and < Bits && count % Group == 0 && text[wrong - 1] != ':')
            {
                continue;
            }

            int place = alphabet.IndexOf(text[wrong], isGrouped ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
            if (place < 0 || count == Bits)
            {
                return false;
            }

            letters[count++] = alphabet[place];
        }

        mask = new string(letters);
        return count == Bits;
    }
}
