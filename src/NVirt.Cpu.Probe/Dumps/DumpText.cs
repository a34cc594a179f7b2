using System.Text;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Dumps;

/// <summary>The content of a file that may be a dump: its bytes, and the text that was pasted into it.</summary>
/// <param name="bytes">Its unchanged bytes.</param>
/// <param name="file">Its name for messages.</param>
/// <remarks>Not safe for use by several threads: what was once computed is kept.</remarks>
public sealed class DumpText(ReadOnlyMemory<byte> bytes, string file)
{
    private ReadOnlyMemory<byte>? _plain;
    private IReadOnlyCollection<string>? _keys;

    /// <summary>Its unchanged bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>Its name for messages.</summary>
    public string File => file;

    /// <summary>
    /// The text as UTF-8 without a byte order mark; quoting marks that mail puts before lines are blank. Lines and columns are the file's.
    /// </summary>
    public ReadOnlySpan<byte> Plain => (_plain ??= PastedText.Normalise(bytes)).Span;

    /// <summary>The same as a string.</summary>
    public string PlainString => Encoding.UTF8.GetString(Plain);

    /// <summary>The same, but it must be valid text throughout.</summary>
    /// <exception cref="CpuException">It is not in UTF-8 (xml).</exception>
    public string StrictString => UntrustedText.Decode(Plain, new DocumentErrors(file, CpuException.Of));

    /// <summary>Whether it begins like XML.</summary>
    public bool IsXml => FirstByte == '<';

    /// <summary>Whether it begins like JSON.</summary>
    public bool IsJson => FirstByte is (byte)'{' or (byte)'[';

    /// <summary>The member names of the first object, if it is JSON: as many as could be read, up to a limit.</summary>
    public IReadOnlyCollection<string> JsonKeys => _keys ??= IsJson ? TopLevelKeys.Of(Plain) : [];

    private byte FirstByte => Plain.TrimStart(" \t\r\n"u8) is [var first, ..] ? first : (byte)0;
}
