using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>
/// Written by AIDA64, EVEREST, the collection InstLatx64 and later programs: <c>CPUID 00000007: EAX-EBX-ECX-EDX [SL 00]</c>, and
/// <c>MSR 0000010A: 0000-0000-0000-0000</c>. Old versions do not name the sub-leaf, or have blanks instead of the colon and the
/// hyphens.
/// </summary>
internal sealed class AidaLine : RegisterLineForm
{
    private const int MsrDigits = 4;

    public override string Name => "AIDA64, InstLatx64";

    public override bool Begins(ReadOnlySpan<byte> line) => IsOf(line, "CPUID"u8) || (IsOf(line, "MSR"u8) && line.IndexOf(":"u8) > 0);

    public override bool Tells(ReadOnlySpan<byte> line) => line.StartsWith("CPUID"u8);

    public override RegisterLine Read(ref LineCursor line) => line.TryTake("CPUID"u8) ? Leaf(ref line) : Msr(ref line);

    // CPU#001, CPUID Registers (CPU #1), [ CPUID Registers / Logical CPU #1 ], [ MSR Registers ]
    public override RegisterHeading? Heading(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("[ MSR Registers ]"u8) >= 0)
        {
            return new RegisterHeading(null, IsMachine: true);
        }

        int at = line.IndexOf("CPU #"u8);
        ReadOnlySpan<byte> number = at >= 0 ? line[(at + 5)..] : line.StartsWith("CPU#"u8) ? line[4..] : [];
        return NumberAt(number, out _) is { } cpu ? new RegisterHeading(cpu) : null;
    }

    private static bool IsOf(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word)
    {
        ReadOnlySpan<byte> rest = line.StartsWith(word) ? line[word.Length..] : [];
        ReadOnlySpan<byte> number = rest.TrimStart(" \t"u8);
        return number.Length < rest.Length && HasDigits(number, LineCursor.RegisterDigits)
            && number[LineCursor.RegisterDigits..] is [] or [(byte)':' or (byte)' ' or (byte)'\t', ..];
    }

    private static RegisterLine Leaf(ref LineCursor line)
    {
        uint leaf = line.Register();
        line.TryTake(":"u8);
        uint eax = line.Register();
        uint ebx = Next(ref line);
        uint ecx = Next(ref line);
        uint edx = Next(ref line);
        bool isInOrder = !line.TryTake("[SL"u8);
        uint subleaf = isInOrder ? 0 : line.Hex(LineCursor.RegisterDigits);
        return new RegisterLine(X86Item.Cpuid(leaf, subleaf, eax, ebx, ecx, edx)) { IsInOrder = isInOrder };
    }

    private static uint Next(ref LineCursor line)
    {
        line.TryTake("-"u8);
        return line.Register();
    }

    private static RegisterLine Msr(ref LineCursor line)
    {
        line.Take("MSR"u8);
        uint index = line.Register();
        line.Take(":"u8);

        // < FAILED >
        if (line.AtEnd() || !HasDigits(line.Rest, 1))
        {
            return new RegisterLine(null);
        }

        uint high = line.Hex(MsrDigits) << 16 | Part(ref line);
        uint low = Part(ref line) << 16 | Part(ref line);
        return new RegisterLine(X86Item.Msr(index, low, high));
    }

    private static uint Part(ref LineCursor line)
    {
        line.Take("-"u8);
        return line.Hex(MsrDigits);
    }
}
