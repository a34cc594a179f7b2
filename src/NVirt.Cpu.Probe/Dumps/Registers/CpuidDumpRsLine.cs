namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>
/// Printed by cpuid_dump_rs: <c>00000007h_x0: eax=0000000Dh ebx=... ecx=... edx=...</c> with explanations, after a heading
/// <c>Core ID: 0 / Thread: 0</c>.
/// </summary>
internal sealed class CpuidDumpRsLine : RegisterLineForm
{
    public override string Name => "cpuid_dump_rs";

    public override bool Begins(ReadOnlySpan<byte> line) =>
        HasDigits(line, LineCursor.RegisterDigits) && line[LineCursor.RegisterDigits..].StartsWith("h_x"u8);

    public override RegisterLine Read(ref LineCursor line)
    {
        uint leaf = line.Register();
        line.Take("h_x"u8);
        uint subleaf = line.Hex(LineCursor.RegisterDigits);
        line.Take(":"u8);
        return new RegisterLine(line.NamedRegisters(leaf, subleaf));
    }

    // These are not the system's processor numbers.
    public override RegisterHeading? Heading(ReadOnlySpan<byte> line) =>
        line.StartsWith("Core ID:"u8) && line.IndexOf("Thread:"u8) > 0 ? new RegisterHeading(null) : null;
}
