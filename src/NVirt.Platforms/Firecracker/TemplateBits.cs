using System.Globalization;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms.Firecracker;

/// <summary>A bitmap of a template: which bits are set, which are cleared; the others are kept.</summary>
/// <param name="Ones">Bits that are 1.</param>
/// <param name="Zeros">Bits that are 0.</param>
internal readonly record struct TemplateBits(ulong Ones, ulong Zeros)
{
    /// <summary>Reads <c>0b01x_...</c>, the highest bit first; high bits that are not there are kept.</summary>
    public static TemplateBits Parse(PlatformText text, TreeNode node, int width)
    {
        ReadOnlySpan<char> bitmap = node.Text.AsSpan();
        bitmap = bitmap.StartsWith("0b") ? bitmap[2..] : bitmap;
        ulong ones = 0;
        ulong zeros = 0;
        int count = 0;
        foreach (char c in bitmap)
        {
            if (c == '_')
            {
                continue;
            }

            if (c is not ('0' or '1' or 'x'))
            {
                throw text.Refuse(node, Text.Of(Messages.Firecracker_Bitmap, DocumentErrors.Quote(node.Text), width));
            }

            if (++count > width)
            {
                throw text.Refuse(node, Text.Of(Messages.Firecracker_Bitmap, DocumentErrors.Quote(node.Text), width));
            }

            ones = (ones << 1) | (c == '1' ? 1UL : 0);
            zeros = (zeros << 1) | (c == '0' ? 1UL : 0);
        }

        return count > 0 && node.Kind == TreeKind.Text ? new TemplateBits(ones, zeros)
            : throw text.Refuse(node, Text.Of(Messages.Firecracker_Bitmap, DocumentErrors.Quote(node.Text), width));
    }

    /// <summary>Reads a number with 0x or 0b.</summary>
    public static ulong Number(PlatformText text, TreeNode? node, TreeNode owner, string name, ulong most)
    {
        if (node is null)
        {
            throw text.Refuse(owner, Text.Of(Messages.Read_Missing, name));
        }

        ulong number = 0;
        bool isNumber = node.Kind == TreeKind.Text && node.Text switch
        {
            ['0', 'x', .. var digits] => Digits.TryParseHex(digits, out number),
            ['0', 'b', .. var digits] => Digits.TryParseBinary(digits, out number),
            _ => false,
        };
        return isNumber && number <= most
            ? number
            : throw text.Refuse(node, Text.Of(Messages.Read_Value, name, DocumentErrors.Quote(node.Text), "0x..., 0b..."));
    }

    /// <summary>All bits, the highest first.</summary>
    public string Format(int width) => string.Create(width + 2, (Ones, Zeros), static (span, bits) =>
    {
        span[0] = '0';
        span[1] = 'b';
        for (int i = 2; i < span.Length; i++)
        {
            int bit = span.Length - 1 - i;
            span[i] = (bits.Ones >> bit & 1) != 0 ? '1' : (bits.Zeros >> bit & 1) != 0 ? '0' : 'x';
        }
    });
}
