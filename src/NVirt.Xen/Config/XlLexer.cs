using System.Buffers;
using NVirt.Xml;

namespace NVirt.Xen.Config;

/// <summary>Splits xl.cfg into tokens, as xl's own parser does; Windows line ends are accepted too.</summary>
internal sealed class XlLexer(string text, DocumentErrors errors)
{
    private const string LineEnd = "\n";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_.");
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789abcdefx");

    private int _place = text.StartsWith(UntrustedText.ByteOrderMark) ? 1 : 0;
    private int _line = 1;
    private int _lineStart;

    private Position Here => new(_line, _place - _lineStart + 1);

    public XlToken Next()
    {
        SkipBlanks();
        if (_place == text.Length)
        {
            return new XlToken(XlTokenKind.End, string.Empty, Here);
        }

        return text[_place] switch
        {
            '\n' or '\r' => EndLine(),
            ';' => Take(XlTokenKind.Separator, 1),
            '=' or '[' or ']' or ',' => Take(XlTokenKind.Mark, 1),
            '+' when text.AsSpan(_place).StartsWith("+=") => Take(XlTokenKind.Mark, 2),
            '"' or '\'' => String(),
            >= 'a' and <= 'z' => Take(XlTokenKind.Name, LengthOf(NameCharacters)),
            >= '0' and <= '9' => Take(XlTokenKind.Number, LengthOf(NumberCharacters)),
            char other => throw errors.Malformed(Here, Text.Of(Messages.Xl_Character, DocumentErrors.Quote(other.ToString()))),
        };
    }

    private void SkipBlanks()
    {
        while (_place < text.Length && text[_place] is ' ' or '\t')
        {
            _place++;
        }

        if (_place < text.Length && text[_place] == '#')
        {
            int length = text.AsSpan(_place).IndexOfAny('\r', '\n');
            _place = length < 0 ? text.Length : _place + length;
        }
    }

    private XlToken EndLine()
    {
        XlToken end = new(XlTokenKind.Separator, LineEnd, Here);
        if (text[_place] == '\r')
        {
            _place++;
            if (_place == text.Length || text[_place] != '\n')
            {
                throw errors.Malformed(end.Position, Text.Of(Messages.Xl_Character, " "));
            }
        }

        _place++;
        _line++;
        _lineStart = _place;
        return end;
    }

    private XlToken String()
    {
        int end = _place + 1;
        while (end < text.Length && text[end] != text[_place] && text[end] != '\n')
        {
            end += text[end] == '\\' && end + 1 < text.Length && text[end + 1] != '\n' ? 2 : 1;
        }

        if (end >= text.Length || text[end] == '\n')
        {
            throw errors.Malformed(Here, Messages.Xl_StringEnd);
        }

        XlToken token = new(XlTokenKind.String, text[(_place + 1)..end], Here);
        _place = end + 1;
        return token;
    }

    private int LengthOf(SearchValues<char> characters) =>
        text.AsSpan(_place).IndexOfAnyExcept(characters) is >= 0 and var length ? length : text.Length - _place;

    private XlToken Take(XlTokenKind kind, int length)
    {
        XlToken token = new(kind, text.Substring(_place, length), Here);
        _place += length;
        return token;
    }
}
