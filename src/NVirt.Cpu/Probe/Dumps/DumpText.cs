namespace NVirt.Cpu.Probe.Dumps;

/// <summary>The content of a file that may be a dump.</summary>
/// <param name="Bytes">Its bytes, as they are.</param>
/// <param name="File">Its name for messages.</param>
internal sealed record DumpText(ReadOnlyMemory<byte> Bytes, string File);
