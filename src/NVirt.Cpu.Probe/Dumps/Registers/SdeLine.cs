using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>
/// Read by Intel SDE with <c>-cpuid-in</c>: <c>LEAF SUBLEAF => EAX EBX ECX EDX</c>. Asterisks instead of the sub-leaf stand for all
/// sub-leaves, of which only sub-leaf 0 is used; instead of the leaf or a register, they say nothing.
/// </summary>
internal sealed class SdeLine : RegisterLineForm
{
    private static ReadOnlySpan<byte> Any => "********"u8;

    public override string Name => "Intel SDE";

    public override bool Begins(ReadOnlySpan<byte> line) =>
        IsNumber(line) && line.Length > 9 && line[8] is (byte)' ' or (byte)'\t' && IsNumber(line[8..].TrimStart(" \t"u8));

    public override bool Tells(ReadOnlySpan<byte> line) => line.IndexOf("=>"u8) > 0;

    public override RegisterLine Read(ref LineCursor line)
    {
        uint? leaf = Number(ref line);
        uint? subleaf = Number(ref line);
        line.Take("=>"u8);
        uint?[] values = [Number(ref line), Number(ref line), Number(ref line), Number(ref line)];
        line.TakeEnd();
        return leaf is { } number && values is [{ } eax, { } ebx, { } ecx, { } edx]
            ? new RegisterLine(X86Item.Cpuid(number, subleaf ?? 0, eax, ebx, ecx, edx))
            : new RegisterLine(null);
    }

    public override RegisterHeading? Heading(ReadOnlySpan<byte> line) => null;

    private static bool IsNumber(ReadOnlySpan<byte> text) => text.StartsWith(Any) || HasDigits(text, LineCursor.RegisterDigits);

    private static uint? Number(ref LineCursor line) => line.TryTake(Any) ? null : line.Register();
}
