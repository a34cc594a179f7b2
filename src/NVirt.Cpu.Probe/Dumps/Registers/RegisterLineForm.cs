using System.Buffers;
using System.Buffers.Text;

namespace NVirt.Cpu.Probe.Dumps.Registers;

/// <summary>A dump format with one line per leaf. All other lines are text: headings, comments, explanations.</summary>
internal abstract class RegisterLineForm
{
    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>Its name in messages.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Whether a line, without leading blanks, begins like one with registers; then all of it must be well-formed.
    /// </summary>
    public abstract bool Begins(ReadOnlySpan<byte> line);

    /// <summary>Whether such a line shows that the dump has this format.</summary>
    public virtual bool Tells(ReadOnlySpan<byte> line) => Begins(line);

    /// <summary>Reads a line that begins like that.</summary>
    public abstract RegisterLine Read(ref LineCursor line);

    /// <summary>The heading that a line contains, or ends with; <see langword="null"/> if it has none.</summary>
    public abstract RegisterHeading? Heading(ReadOnlySpan<byte> line);

    /// <summary>
    /// The processor number at the start of the text; <see langword="null"/> if there is none, or if it is too large for one.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The number of its digits.</param>
    protected static int? NumberAt(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        return text is [>= (byte)'0' and <= (byte)'9', ..] && Utf8Parser.TryParse(text, out int number, out length) ? number : null;
    }

    /// <summary>Whether the text begins with this many hexadecimal digits.</summary>
    protected static bool HasDigits(ReadOnlySpan<byte> text, int count) =>
        text.Length >= count && !text[..count].ContainsAnyExcept(Hexadecimal);
}
