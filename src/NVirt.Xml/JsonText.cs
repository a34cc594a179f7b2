using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace NVirt.Xml;

/// <summary>
/// JSON from outside, one value or a stream of objects, with the positions of its parts for messages. Whatever the text is, reading it
/// throws only exceptions that <c>make</c> creates. Immutable, and safe for concurrent use.
/// </summary>
public sealed class JsonText
{
    /// <summary>The most characters of a text; a recording has less than one million.</summary>
    public const int MaxCharacters = 64 * 1024 * 1024;

    // If a literal is misspelt, .NET's own message quotes everything after it.
    private const int LongestMessage = 256;

    // A recording of everything that libvirt asks has a few hundred.
    private const int MaxValues = 64 * 1024;

    private readonly string? _file;
    private readonly (JsonElement Value, int Line, int Column)[] _values;

    private readonly MistakeMaker _make;

    private JsonText(string? file, MistakeMaker make, (JsonElement Value, int Line, int Column)[] values)
    {
        _file = file;
        _make = make;
        _values = values;
    }

    /// <summary>The first value.</summary>
    public JsonElement Root => _values[0].Value;

    /// <summary>All values of the text, in order.</summary>
    public IEnumerable<JsonElement> Values => _values.Select(v => v.Value);

    /// <summary>Reads a text and makes something of it.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <param name="make">Makes the exception if it is not JSON; the message has file, line and column.</param>
    /// <param name="interpret">Makes something of it; it may refuse.</param>
    public static T Read<T>(string json, string? file, MistakeMaker make, Func<JsonText, T> interpret)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(interpret);
        if (json.Length > MaxCharacters)
        {
            throw Refusal(make, MistakeKind.Malformed, [file], Text.Of(Messages.Json_TooLong, json.Length, MaxCharacters));
        }

        return Read(file, make, interpret, () =>
        {
            ReadOnlySpan<char> text = json.AsSpan(json.StartsWith('\uFEFF') ? 1 : 0);
            return ReadStream(text) ?? [ReadOnly(text)];
        });
    }

    /// <summary>Reads one value in UTF-8 and makes something of it: quicker than from a string.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <param name="make">Makes the exception if it is not JSON; the message has file, line and column.</param>
    /// <param name="interpret">Makes something of it; it may refuse.</param>
    public static T Read<T>(ReadOnlyMemory<byte> json, string? file, MistakeMaker make, Func<JsonText, T> interpret)
    {
        ArgumentNullException.ThrowIfNull(interpret);
        return Read(file, make, interpret, () =>
        {
            ReadOnlySpan<byte> lead = json.Span[..^json.Span.TrimStart(" \t\r\n"u8).Length];
            return [(JsonElement.Parse(json.Span), lead.Count((byte)'\n') + 1, lead.Length - lead.LastIndexOf((byte)'\n'))];
        });
    }

    /// <summary>A member of an object; <see langword="null"/> if there is none, or if the owner is not an object.</summary>
    public static JsonElement? Member(JsonElement? owner, string name) =>
        owner is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out JsonElement member) ? member : null;

    /// <summary>A member that is a string, or <see langword="null"/>.</summary>
    public static string? StringOf(JsonElement? owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    /// <summary>Whether a member is true.</summary>
    public static bool IsTrue(JsonElement? owner, string name) => Member(owner, name) is { ValueKind: JsonValueKind.True };

    /// <summary>The elements of an array; empty for anything else.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The strings of an array; empty for anything else.</summary>
    public static IEnumerable<string> Strings(JsonElement? list) =>
        Items(list).Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!);

    /// <summary>
    /// The member of an enumeration with this name; <see langword="null"/> for names from newer versions, and for numbers.
    /// </summary>
    public static T? WordOf<T>(string? name)
        where T : struct, Enum =>
        name is not null && Enum.GetNames<T>().Contains(name) && Enum.TryParse(name, out T word) ? word : null;

    /// <summary>An error about a part of the text.</summary>
    public Exception Refuse(JsonElement at, string text, MistakeKind kind = MistakeKind.Malformed) =>
        Refusal(_make, kind, [_file, PlaceOf(at)], text);

    private static T Read<T>(
        string? file, MistakeMaker make, Func<JsonText, T> interpret, Func<(JsonElement Value, int Line, int Column)[]> read)
    {
        try
        {
            return interpret(new JsonText(file, make, read()));
        }
        catch (JsonException e)
        {
            string message = Text.OnOneLine(e.Message.Split(" LineNumber:")[0], LongestMessage);
            throw Refusal(make, MistakeKind.Malformed, [file, Text.Of("{0}:{1}", (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1)],
                message, e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Neither JSON nor .NET rules out a lone surrogate; it is found when the text or the string is used.
            throw Refusal(make, MistakeKind.Malformed, [file], Messages.Json_HalfCharacter, e);
        }
    }

    private static Exception Refusal(MistakeMaker make, MistakeKind kind, string?[] where, string text, Exception? cause = null)
    {
        string message = string.Join(':', where.Where(w => w is not null)) is { Length: > 0 } place ? $"{place}: {text}" : text;
        return make(kind, message, cause);
    }

    private static (JsonElement Value, int Line, int Column) ReadOnly(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> lead = text[..^text.TrimStart(" \t\r\n").Length];
        return (JsonElement.Parse(text), lead.Count('\n') + 1, lead.Length - lead.LastIndexOf('\n'));
    }

    // Null unless a second object follows the first value: a mistake in a single value is reported by its own reader.
    private static (JsonElement Value, int Line, int Column)[]? ReadStream(ReadOnlySpan<char> text)
    {
        if (!IsStream(text))
        {
            return null;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        List<(JsonElement Value, int Line, int Column)> values = [];
        int line = 1;
        int counted = 0;
        int lastBreak = -1;
        while (reader.Read())
        {
            if (values.Count == MaxValues)
            {
                throw new JsonException(Text.Of(Messages.Json_TooManyValues, MaxValues), null, line - 1, 0);
            }

            int start = (int)reader.TokenStartIndex;
            ReadOnlySpan<byte> before = bytes.AsSpan(counted, start - counted);
            line += before.Count((byte)'\n');
            lastBreak = before.LastIndexOf((byte)'\n') is >= 0 and var found ? counted + found : lastBreak;
            counted = start;
            values.Add((JsonElement.ParseValue(ref reader), line, start - lastBreak));
        }

        return [.. values];
    }

    private static bool IsStream(ReadOnlySpan<char> text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        try
        {
            return reader.Read() && reader.TrySkip() && reader.Read() && reader.TokenType == JsonTokenType.StartObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // Line and column, from 1; the column counts bytes, as .NET's own messages do.
    private string PlaceOf(JsonElement at)
    {
        foreach ((JsonElement value, int line, int column) in _values)
        {
            ReadOnlySpan<byte> whole = JsonMarshal.GetRawUtf8Value(value);
            if (whole.Overlaps(JsonMarshal.GetRawUtf8Value(at), out int offset))
            {
                ReadOnlySpan<byte> before = whole[..offset];
                int end = before.LastIndexOf((byte)'\n');
                return Text.Of("{0}:{1}", line + before.Count((byte)'\n'), end >= 0 ? offset - end : column + offset);
            }
        }

        return "1:1";
    }
}
