using System.Buffers;
using System.Buffers.Text;

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

    /// <summary>The number of a processor at the start of the text; <see langword="null"/> if there is none, or none that a processor can have.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Its digits.</param>
    protected static int? NumberAt(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        return text is [>= (byte)'0' and <= (byte)'9', ..] && Utf8Parser.TryParse(text, out int number, out length) ? number : null;
    }

    /// <summary>Whether the text has so many hexadecimal digits at its start.</summary>
    protected static bool HasDigits(ReadOnlySpan<byte> text, int count) =>
        text.Length >= count && !text[..count].ContainsAnyExcept(Hexadecimal);
}
