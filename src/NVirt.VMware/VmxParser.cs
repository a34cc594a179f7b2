using System.Buffers;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.VMware;

/// <summary>Reads the lines of a <c>.vmx</c> file: <c>key = "value"</c>, comments that begin with <c>#</c>, and empty lines.</summary>
internal sealed class VmxParser
{
    /// <summary>The most characters of a file: a thousand times what a real one has.</summary>
    public const int MaxCharacters = 4 * 1024 * 1024;

    private const string Blanks = " \t";

    private static readonly SearchValues<char> KeyEnds = SearchValues.Create(" \t=\"#");
    private static readonly SearchValues<char> BareValueEnds = SearchValues.Create(" \t\"#");

    private readonly string _text;
    private readonly DocumentErrors _errors;
    private int _start;
    private int _lineEnd;
    private int _line;
    private int _place;

    private VmxParser(string text, DocumentErrors errors)
    {
        _text = text;
        _errors = errors;
    }

    private Position Here => new(_line, _place - _start + 1);

    private bool AtEnd => _place == _lineEnd || _text[_place] == '#';

    /// <summary>The settings in order, one at a time, because a file may have very many.</summary>
    /// <param name="text">At most <see cref="MaxCharacters"/>.</param>
    /// <param name="errors">Makes errors.</param>
    /// <exception cref="CpuException">A line is malformed (xml).</exception>
    public static IEnumerable<VmxLine> Parse(string text, DocumentErrors errors) => new VmxParser(text, errors).Lines();

    private IEnumerable<VmxLine> Lines()
    {
        if (_text.Length > MaxCharacters)
        {
            throw _errors.Malformed(default, Text.Of(Messages.Vmx_TooLong, _text.Length, MaxCharacters));
        }

        int next = _text.StartsWith(UntrustedText.ByteOrderMark) ? 1 : 0;
        for (_line = 1; next < _text.Length; _line++)
        {
            _start = next;
            _place = next;
            int length = _text.AsSpan(_start).IndexOf('\n');
            next = length < 0 ? _text.Length : _start + length + 1;
            _lineEnd = length < 0 ? next : next - 1;
            _lineEnd -= _lineEnd > _start && _text[_lineEnd - 1] == '\r' ? 1 : 0;
            SkipBlanks();
            if (!AtEnd)
            {
                yield return Setting(next);
            }
        }
    }

    private VmxLine Setting(int next)
    {
        Position keyPlace = Here;
        string key = Take(KeyEnds);
        SkipBlanks();
        if (key.Length == 0 || _place == _lineEnd || _text[_place] != '=')
        {
            throw _errors.Malformed(keyPlace, Messages.Vmx_Line);
        }

        _place++;
        SkipBlanks();
        bool isQuoted = _place < _lineEnd && _text[_place] == '"';
        _place += isQuoted ? 1 : 0;
        Position valuePlace = Here;
        string value = isQuoted ? TakeQuoted(valuePlace) : Take(BareValueEnds);
        SkipBlanks();
        return AtEnd
            ? new VmxLine(_start, next, key, value, keyPlace, valuePlace)
            : throw _errors.Malformed(Here, Messages.Vmx_AfterValue);
    }

    private string TakeQuoted(Position start)
    {
        int length = _text.AsSpan(_place, _lineEnd - _place).IndexOf('"');
        if (length < 0)
        {
            throw _errors.Malformed(start, Messages.Vmx_Quote);
        }

        string value = _text.Substring(_place, length);
        _place += length + 1;
        return value;
    }

    private string Take(SearchValues<char> ends)
    {
        ReadOnlySpan<char> rest = _text.AsSpan(_place, _lineEnd - _place);
        int length = rest.IndexOfAny(ends) is >= 0 and var found ? found : rest.Length;
        _place += length;
        return rest[..length].ToString();
    }

    private void SkipBlanks()
    {
        while (_place < _lineEnd && Blanks.Contains(_text[_place]))
        {
            _place++;
        }
    }
}
