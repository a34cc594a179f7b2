using System.Buffers;
using System.Buffers.Text;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>
/// Saved by archspec on Windows: <c>leaf, sub-leaf, eax, ebx, ecx, edx</c> as decimal numbers. Recognized by leaf 0, which has twelve
/// printable characters.
/// </summary>
internal sealed class CpuidCsvLine : RegisterLineForm
{
    private const int Commas = 5;

    private static readonly SearchValues<byte> Characters = SearchValues.Create("0123456789, \t"u8);

    public override string Name => "archspec CSV";

    public override bool Begins(ReadOnlySpan<byte> line) =>
        !line.ContainsAnyExcept(Characters) && line.Count((byte)',') == Commas && line[0] is >= (byte)'0' and <= (byte)'9';

    public override bool Tells(ReadOnlySpan<byte> line)
    {
        LineCursor cursor = new(line, string.Empty, 0);
        return line.StartsWith("0,"u8) && line[2..].TrimStart((byte)' ').StartsWith("0,"u8) && HasOnlyNumbers(line)
            && !X86Ranges.VendorOf(Read(ref cursor).Item!.Value).AsSpan().ContainsAnyExceptInRange(' ', '~');
    }

    public override RegisterLine Read(ref LineCursor line)
    {
        uint leaf = line.Decimal();
        X86Item item = X86Item.Cpuid(leaf, Next(ref line), Next(ref line), Next(ref line), Next(ref line), Next(ref line));
        line.TakeEnd();
        return new RegisterLine(item);
    }

    public override RegisterHeading? Heading(ReadOnlySpan<byte> line) => null;

    private static uint Next(ref LineCursor line)
    {
        line.Take(","u8);
        return line.Decimal();
    }

    private static bool HasOnlyNumbers(ReadOnlySpan<byte> line)
    {
        foreach (Range range in line.Split((byte)','))
        {
            ReadOnlySpan<byte> field = line[range].Trim(" \t"u8);
            if (!Utf8Parser.TryParse(field, out uint _, out int used) || used != field.Length)
            {
                return false;
            }
        }

        return true;
    }
}
