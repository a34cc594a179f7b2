namespace NVirt.RelaxNg.Input;

/// <summary>A text whose attributes are counted while it is read.</summary>
/// <param name="text">The text; it stays open.</param>
internal sealed class CountedText(TextReader text) : TextReader
{
    private AttributeCounter _counter = new();

    public override int Peek() => text.Peek();

    public override int Read()
    {
        int character = text.Read();
        _counter.Add(character);
        return character;
    }

    public override int Read(char[] buffer, int index, int count)
    {
        int read = text.Read(buffer, index, count);
        _counter.Add(buffer.AsSpan(index, read));
        return read;
    }
}
