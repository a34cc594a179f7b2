using System.Buffers;

namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>A form of dumps with a line a leaf. All other lines are talk: headings, comments, what a program explains.</summary>
internal abstract class RegisterLineForm
{
    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>What messages call the form.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a line, without the blanks before it, begins as one with registers does; then all of it has to be well formed.</summary>
    public abstract bool Begins(ReadOnlySpan<byte> line);

    /// <summary>Whether such a line tells that the dump has this form.</summary>
    public virtual bool Tells(ReadOnlySpan<byte> line) => Begins(line);

    /// <summary>Reads a line that begins so.</summary>
    public abstract RegisterLine Read(ref LineCursor line);

    /// <summary>The heading that a line holds, or has at its end; <see langword="null"/> if it holds none.</summary>
    public abstract RegisterHeading? Heading(ReadOnlySpan<byte> line);

    /// <summary>Whether the text has so many hexadecimal digits at its start.</summary>
    protected static bool HasDigits(ReadOnlySpan<byte> text, int count) =>
        text.Length >= count && !text[..count].ContainsAnyExcept(Hexadecimal);
}
