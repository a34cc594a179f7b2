using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>
/// Printed by <c>cpuid -r</c> and <c>cpuid -1 -r</c>: a heading <c>CPU N:</c> per processor, and one line
/// <c>0x00000007 0x01: eax=0x... ebx=0x... ecx=0x... edx=0x...</c> per leaf and sub-leaf.
/// </summary>
internal sealed class CpuidRawLine : RegisterLineForm
{
    public override string Name => "cpuid -r";

    public override bool Begins(ReadOnlySpan<byte> line) => line.StartsWith("0x"u8) && HasDigits(line[2..], 1);

    public override bool Tells(ReadOnlySpan<byte> line) => line.IndexOf("eax="u8) >= 0;

    public override RegisterLine Read(ref LineCursor line)
    {
        uint leaf = line.HexWithPrefix();

        // Old versions did not print the sub-leaf.
        bool isInOrder = line.TryTake(":"u8);
        uint subleaf = isInOrder ? 0 : line.HexWithPrefix();
        if (!isInOrder)
        {
            line.Take(":"u8);
        }

        X86Item item = line.NamedRegisters(leaf, subleaf);
        line.TakeEnd();
        return new RegisterLine(item) { IsInOrder = isInOrder };
    }

    public override RegisterHeading? Heading(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("CPU"u8) || line[^1] != ':')
        {
            return null;
        }

        ReadOnlySpan<byte> number = line[3..^1].Trim(" \t"u8);
        return number.IsEmpty ? new RegisterHeading(null)
            : NumberAt(number, out int length) is { } cpu && length == number.Length ? new RegisterHeading(cpu)
            : null;
    }
}
