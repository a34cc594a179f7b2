using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Xen.Config;

/// <summary>Reads xl.cfg: settings <c>key = value</c>, one per line; values are strings, numbers, and lists of them.</summary>
internal sealed class XlParser
{
    /// <summary>The most characters of a file: a thousand times what a real one has.</summary>
    public const int MaxCharacters = 4 * 1024 * 1024;

    /// <summary>The deepest nesting of lists; xl itself needs no more than two levels.</summary>
    public const int MaxDepth = 16;

    private readonly XlLexer _lexer;
    private readonly DocumentErrors _errors;
    private XlToken _token;

    private XlParser(string text, DocumentErrors errors)
    {
        _lexer = new XlLexer(text, errors);
        _errors = errors;
        _token = _lexer.Next();
    }

    /// <summary>The settings by key. If a key is repeated, the last one counts, as for xl; <c>+=</c> appends to what is there.</summary>
    /// <param name="text">At most <see cref="MaxCharacters"/>.</param>
    /// <param name="errors">Makes errors.</param>
    /// <exception cref="CpuException">The text is malformed (xml).</exception>
    public static IReadOnlyDictionary<string, XlValue> Parse(string text, DocumentErrors errors)
    {
        if (text.Length > MaxCharacters)
        {
            throw errors.Malformed(default, Text.Of(Messages.Xl_TooLong, text.Length, MaxCharacters));
        }

        return new XlParser(text, errors).Settings();
    }

    private Dictionary<string, XlValue> Settings()
    {
        Dictionary<string, List<XlValue>> settings = new(StringComparer.Ordinal);
        while (_token.Kind != XlTokenKind.End)
        {
            if (_token.Kind != XlTokenKind.Separator)
            {
                Setting(settings);
            }

            if (_token.Kind is not (XlTokenKind.Separator or XlTokenKind.End))
            {
                throw Expected(Messages.Xl_LineEnd);
            }

            Advance();
        }

        return settings.ToDictionary(s => s.Key, s => XlValue.Sum(s.Value), StringComparer.Ordinal);
    }

    private void Setting(Dictionary<string, List<XlValue>> settings)
    {
        string name = _token.Kind == XlTokenKind.Name ? _token.Text : throw Expected(Messages.Xl_Key);
        Advance();
        bool adds = _token.Is("+=");
        if (!adds && !_token.Is("="))
        {
            throw Expected(Messages.Xl_Equals);
        }

        Advance();
        XlValue value = Value(MaxDepth);
        if (!adds || !settings.TryGetValue(name, out List<XlValue>? parts))
        {
            settings[name] = [value];
            return;
        }

        if (parts[0].IsList != value.IsList)
        {
            throw _errors.Malformed(value.Start, Messages.Xl_Mixed);
        }

        parts.Add(value);
    }

    private XlValue Value(int depth)
    {
        XlToken token = _token;
        if (token.Is("["))
        {
            Advance();
            return List(token.Position, depth);
        }

        if (token.Kind is not (XlTokenKind.String or XlTokenKind.Number))
        {
            throw Expected(Messages.Xl_Value);
        }

        Advance();
        Position start = token.Position;
        return new XlValue(start, token.Text, [])
        {
            TextStart = token.Kind == XlTokenKind.String ? start with { Column = start.Column + 1 } : start,
        };
    }

    // xl allows line breaks anywhere in the outermost list, but not in an inner one; here they are allowed in both.
    private XlValue List(Position start, int depth)
    {
        if (depth == 0)
        {
            throw _errors.Malformed(start, Text.Of(Messages.Xl_TooDeep, MaxDepth));
        }

        ImmutableArray<XlValue>.Builder items = ImmutableArray.CreateBuilder<XlValue>();
        SkipLineEnds();
        while (!_token.Is("]"))
        {
            items.Add(Value(depth - 1));
            SkipLineEnds();
            if (_token.Is(","))
            {
                Advance();
                SkipLineEnds();
            }
            else if (!_token.Is("]"))
            {
                throw Expected(Messages.Xl_CommaOrEnd);
            }
        }

        Advance();
        return new XlValue(start, Text: null, items.ToImmutable());
    }

    private void SkipLineEnds()
    {
        while (_token.IsLineEnd)
        {
            Advance();
        }
    }

    private void Advance() => _token = _lexer.Next();

    private Exception Expected(string what)
    {
        string found = _token switch
        {
            { Kind: XlTokenKind.End } => Messages.Xl_FoundEnd,
            { IsLineEnd: true } => Messages.Xl_FoundLineEnd,
            { Kind: XlTokenKind.String } => Messages.Xl_FoundString,
            _ => Text.Of(Messages.Xl_Found, DocumentErrors.Quote(_token.Text)),
        };
        return _errors.Malformed(_token.Position, Text.Of(Messages.Xl_Expected, found, what));
    }
}
