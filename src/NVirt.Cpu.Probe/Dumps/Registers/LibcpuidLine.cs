using System.Text;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>
/// Raw files and tests of libcpuid: arrays <c>basic_cpuid[7]=EAX EBX ECX EDX</c>, whose indices are leaves, and arrays of one leaf, whose
/// indices are sub-leaves. For a leaf that a processor does not have, it contains whatever the processor answered.
/// </summary>
internal sealed class LibcpuidLine : RegisterLineForm
{
    private static readonly (string Name, uint Leaf, bool IsOfSubleaves)[] Arrays =
    [
        ("basic_cpuid", 0, false),
        ("ext_cpuid", X86Ranges.Extended, false),
        ("intel_fn4", 0x4, true),
        ("intel_fn11", 0xb, true),
        ("intel_fn12h", 0x12, true),
        ("intel_fn14h", 0x14, true),
        ("amd_fn8000001dh", 0x8000001d, true),
        ("amd_fn80000026h", 0x80000026, true),
    ];

    public override string Name => "libcpuid";

    public override bool Begins(ReadOnlySpan<byte> line) => Find(line) is not null;

    public override bool Tells(ReadOnlySpan<byte> line) => Find(line) is { IsOfSubleaves: false };

    public override RegisterLine Read(ref LineCursor line)
    {
        line.AtEnd();
        (string name, uint leaf, bool isOfSubleaves) = Find(line.Rest)!.Value;
        line.Take(Encoding.ASCII.GetBytes(name));
        line.Take("["u8);
        uint index = line.Decimal();
        line.Take("]"u8);
        line.Take("="u8);
        X86Item item = X86Item.Cpuid(
            isOfSubleaves ? leaf : leaf + index, isOfSubleaves ? index
                : 0, line.Register(), line.Register(), line.Register(), line.Register());
        line.TakeEnd();
        return new RegisterLine(item) { IsRepetition = isOfSubleaves };
    }

    // _________________ Logical CPU #0 _________________
    public override RegisterHeading? Heading(ReadOnlySpan<byte> line)
    {
        int at = line.IndexOf("Logical CPU #"u8);
        return at >= 0 && NumberAt(line[(at + 13)..], out _) is { } cpu ? new RegisterHeading(cpu) : null;
    }

    private static (string Name, uint Leaf, bool IsOfSubleaves)? Find(ReadOnlySpan<byte> line)
    {
        int end = line.IndexOf((byte)'[');
        foreach ((string Name, uint Leaf, bool IsOfSubleaves) array in Arrays)
        {
            if (end == array.Name.Length && Ascii.Equals(line[..end], array.Name))
            {
                return array;
            }
        }

        return null;
    }
}
