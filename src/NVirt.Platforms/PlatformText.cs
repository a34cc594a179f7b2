using NVirt.Cpu;
using NVirt.Platforms.Trees;
using NVirt.Xml;

namespace NVirt.Platforms;

/// <summary>A document of some platform: its text, and what is found in it when first asked for. Not for use by several threads.</summary>
public sealed class PlatformText
{
    /// <summary>The most bytes of a document.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int LongestMessage = 1024;

    private readonly ReadOnlyMemory<byte> _bytes;
    private string? _text;
    private TreeNode? _json;
    private IReadOnlyList<TreeNode>? _yaml;
    private HashSet<string>? _lineStarts;

    /// <summary>Takes a document.</summary>
    /// <param name="bytes">Its bytes: UTF-8, with or without a byte order mark.</param>
    /// <param name="file">Its name for messages.</param>
    /// <exception cref="CpuException">It is too large.</exception>
    public PlatformText(ReadOnlyMemory<byte> bytes, string? file)
    {
        File = file ?? string.Empty;
        Errors = new DocumentErrors(file, CpuException.Of);
        if (bytes.Length > MaxBytes)
        {
            throw Errors.Malformed(default, Text.Of(Messages.Read_TooLarge, bytes.Length, MaxBytes));
        }

        _bytes = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        ReadOnlySpan<byte> start = _bytes.Span.TrimStart(" \t\r\n"u8);
        IsJson = !start.IsEmpty && (start[0] == (byte)'{' || (start[0] == (byte)'[' && IsJsonList(start[1..])));
        IsXml = !start.IsEmpty && start[0] == (byte)'<';
    }

    /// <summary>Its name for messages.</summary>
    public string File { get; }

    /// <summary>What its errors say of the place.</summary>
    public DocumentErrors Errors { get; }

    /// <summary>Its bytes, without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Whether it begins like JSON.</summary>
    public bool IsJson { get; }

    /// <summary>Whether it begins like XML.</summary>
    public bool IsXml { get; }

    /// <summary>The text.</summary>
    /// <exception cref="CpuException">It is not UTF-8.</exception>
    public string All => _text ??= UntrustedText.Decode(_bytes.Span, Errors);

    /// <summary>The JSON value.</summary>
    /// <exception cref="CpuException">It is not well-formed.</exception>
    public TreeNode Json => _json ??= JsonTree.Read(_bytes.Span, Errors);

    /// <summary>The documents of JSON or YAML.</summary>
    /// <exception cref="CpuException">It is not well-formed.</exception>
    public IReadOnlyList<TreeNode> Documents => _yaml ??= IsJson ? [Json] : YamlTree.Read(All, Errors);

    /// <summary>Whether a line begins with this word, before a colon, an equal sign or a blank.</summary>
    public bool HasKey(string key) => (_lineStarts ??= FindLineStarts()).Contains(key);

    /// <summary>An error at a node.</summary>
    public Exception Refuse(TreeNode node, string text) => Errors.Malformed(PlaceOf(node), Text.OnOneLine(text, LongestMessage));

    /// <summary>An error at a line.</summary>
    public Exception Refuse(int line, int column, string text) =>
        Errors.Malformed(new Position(line, column), Text.OnOneLine(text, LongestMessage));

    /// <summary>The same mistake of another kind than the document's form: a name that the map does not know.</summary>
    public CpuException Refuse(Position at, CpuErrorKind kind, CpuReason reason) =>
        new CpuException(kind, reason).At(Errors.Placed(at, Text.OnOneLine(
            reason.Describe() is var said && reason.Hint() is { Length: > 0 } hint ? $"{said} {hint}" : said, LongestMessage)));

    /// <summary>Where a node is.</summary>
    public Position PlaceOf(TreeNode node) => node.At.Line > 0 ? node.At : JsonTree.PositionOf(_bytes.Span, node.At.Column);

    // A list of anything but words, which a section's name would be.
    private static bool IsJsonList(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" \t\r\n"u8);
        return rest.IsEmpty || rest[0] is (byte)'{' or (byte)'[' or (byte)']' or (byte)'"' or (byte)'-' or (>= (byte)'0' and <= (byte)'9');
    }

    // The words by which forms are told stand near the beginning.
    private HashSet<string> FindLineStarts()
    {
        const int most = 4096;
        HashSet<string> starts = new(StringComparer.Ordinal);
        int count = 0;
        foreach (ReadOnlySpan<char> line in All.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> content = line.TrimStart();
            int end = content.IndexOfAny(":={");
            if (end > 0)
            {
                starts.Add(content[..end].TrimEnd().ToString());
            }
            else if (!content.IsEmpty && content[0] == '[')
            {
                starts.Add(content.TrimEnd().ToString());
            }

            if (++count == most)
            {
                break;
            }
        }

        return starts;
    }
}
