using System.Text;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>The content of a file that may be a dump, as it is and as the text that was pasted into it.</summary>
/// <param name="bytes">Its bytes, as they are.</param>
/// <param name="file">Its name for messages.</param>
internal sealed class DumpText(ReadOnlyMemory<byte> bytes, string file)
{
    private ReadOnlyMemory<byte>? _plain;
    private IReadOnlyCollection<string>? _keys;

    /// <summary>Its bytes, as they are.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Its name for messages.</summary>
    public string File => file;

    /// <summary>
    /// The text as UTF-8 without a byte order mark; what mail puts before each line is blank. Lines and columns are those of the file.
    /// </summary>
    public ReadOnlySpan<byte> Plain => (_plain ??= PastedText.Normalise(bytes)).Span;

    /// <summary>The same as a string.</summary>
    public string PlainString => Encoding.UTF8.GetString(Plain);

    /// <summary>Whether it begins as XML does.</summary>
    public bool IsXml => FirstByte == '<';

    /// <summary>Whether it begins as JSON does.</summary>
    public bool IsJson => FirstByte is (byte)'{' or (byte)'[';

    /// <summary>The names of the members of the first object, if it is JSON: as many as could be read, and a bounded number.</summary>
    public IReadOnlyCollection<string> JsonKeys => _keys ??= IsJson ? TopLevelKeys.Of(Plain) : [];

    private byte FirstByte => Plain.TrimStart(" \t\r\n"u8) is [var first, ..] ? first : (byte)0;
}
