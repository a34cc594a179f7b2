using System.Text;
using System.Xml;
using NVirt.RelaxNg.DataTypes;
using NVirt.RelaxNg.Input;
using NVirt.RelaxNg.Matching;
using NVirt.Xml;

namespace NVirt.RelaxNg.Validation;

/// <summary>Reads a document once. After a mistake it continues as if the document had been right there.</summary>
internal sealed class Validator : ITextContext
{
    private const string Declarations = "http://www.w3.org/2000/xmlns/";

    // With more attributes than this, the one that excludes another is not searched for: each is tried with all others.
    private const int MostCompared = 16;

    // The steps that each node adds to the document's budget, so that long documents are possible.
    private const int NodeAdds = 8;

    private readonly RelaxNgSchema _schema;
    private readonly XmlReader _reader;
    private readonly IXmlLineInfo? _lines;
    private readonly Reporter _reporter;
    private Automaton _automaton;
    private State _state;
    private Frame[] _frames = new Frame[16];
    private int _open;
    private int _skipped;
    private string? _text;
    private StringBuilder? _longText;
    private (int Line, int Column) _textAt;

    public Validator(RelaxNgSchema schema, XmlReader reader, string? file)
    {
        _schema = schema;
        _reader = reader;
        _lines = reader as IXmlLineInfo;
        _reporter = new Reporter(file, Budget);
        _automaton = schema.Automaton;
        _state = _automaton.StateOf(schema.Start, Budget);
    }

    public Budget Budget { get; } = Budget.ForDocument();

    // Elements are reported at their angle bracket; the reader is already past it.
    private (int Line, int Column) Here => _lines is null ? default
        : (_lines.LineNumber, _lines.LinePosition - (_reader.NodeType == XmlNodeType.Element && _lines.LinePosition > 0 ? 1 : 0));

    private ref Frame Top => ref _frames[_open - 1];

    private string? Parent => _open == 0 ? null : Top.Name;

    /// <summary>Reads the document.</summary>
    /// <returns>What is wrong with it.</returns>
    public RelaxNgError[] Run()
    {
        try
        {
            while (!_reporter.IsFull && _reader.Read())
            {
                Handle();
            }
        }
        catch (XmlException problem)
        {
            _reporter.Malformed(problem.LineNumber, problem.LinePosition, XmlInput.Reason(problem));
        }
        catch (Exception problem) when (LimitException.Is(problem))
        {
            (int line, int column) = problem is LimitException { Line: > 0 } limit ? (limit.Line, limit.Column) : Here;
            _reporter.Malformed(line, column, LimitException.Reason(problem));
        }

        return _reporter.Errors;
    }

    public string? Find(string prefix) => _reader.LookupNamespace(prefix);

    private void Handle()
    {
        Budget.Add(NodeAdds);
        switch (_reader.NodeType)
        {
            case XmlNodeType.Element:
                bool isEmpty = _reader.IsEmptyElement;
                Start();
                if (isEmpty)
                {
                    End();
                }

                break;
            case XmlNodeType.EndElement:
                End();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA:
                AddText();
                break;
            case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when _skipped == 0 && _open > 0
                && _automaton.Text(_state, Budget).TellsTexts:
                AddText();
                break;
        }
    }

    private void Start()
    {
        if (_reader.Depth >= XmlInput.MaxDepth)
        {
            throw new XmlException(
                Text.Of(Messages.Xml_TooDeep, XmlInput.MaxDepth), innerException: null, _lines?.LineNumber ?? 0, _lines?.LinePosition ?? 0);
        }

        if (_skipped > 0)
        {
            _skipped++;
            return;
        }

        EndText();
        if (_automaton.IsFull)
        {
            _automaton = _schema.Renew(_automaton, Budget);
            _state = _automaton.Adopt(_state, Budget);
        }

        State? resume = null;
        ElementStep? step = _automaton.Open(_state, _reader.NamespaceURI, _reader.LocalName, Budget);
        if (!step.IsAllowed)
        {
            step = Recover(new Name(_reader.NamespaceURI, _reader.LocalName), out resume);
        }

        if (step is null)
        {
            _skipped = 1;
            return;
        }

        Open(step, resume);
        _state = step.Content;
        while (!_reporter.IsFull && _reader.MoveToNextAttribute())
        {
            if (_reader.NamespaceURI != Declarations)
            {
                ReadAttribute();
            }
        }

        _reader.MoveToElement();
        CloseTag();
    }

    private void Open(ElementStep step, State? resume)
    {
        if (_open > 0)
        {
            Top.HasChildren = true;
        }

        if (_open == _frames.Length)
        {
            Array.Resize(ref _frames, _open * 2);
        }

        (int line, int column) = Here;
        _frames[_open++] =
            new Frame { Name = _reader.Name, Line = line, Column = column, Step = step, Automaton = _automaton, Resume = resume };
    }

    // Something required before it may be missing; or the name may be misspelt; or the element occurs too often, or too late.
    private ElementStep? Recover(Name name, out State? resume)
    {
        resume = null;
        ElementStep skipping = _automaton.OpenSkipping(_state, name, Budget);
        if (skipping.IsAllowed)
        {
            _reporter.EarlyElement(Here, name, Parent, _state);
            return skipping;
        }

        State? begin = _open == 0 ? null : Top.Automaton == _automaton ? Top.Begin! : _automaton.Adopt(Top.Begin!, Budget);
        ElementStep? known = begin is null ? null : _automaton.OpenSkipping(begin, name, Budget);
        if (known?.IsAllowed == true)
        {
            _reporter.MisplacedElement(Here, name, Parent, _state);
            resume = _state;
            return known;
        }

        Name? meant = _reporter.UnknownElement(Here, name, Parent, _state);
        return meant is { } right && _automaton.Open(_state, right.Namespace, right.Local, Budget) is { IsAllowed: true } step ? step
            : null;
    }

    private void ReadAttribute()
    {
        (string @namespace, string local, string value) = (_reader.NamespaceURI, _reader.LocalName, _reader.Value);
        Budget.Add(NodeAdds + (value.Length / 2));
        AttributeStep step = _automaton.Attribute(_state, @namespace, local, Budget);
        if (step.Values.Count == 0)
        {
            if (_automaton.Attribute(Top.Step.Content, @namespace, local, Budget).Values.Count > 0)
            {
                _reporter.ExcludedAttribute(Here, new Name(@namespace, local), value, Top.Name, _state, FindObstacle());
            }
            else if (_reporter.UnknownAttribute(Here, new Name(@namespace, local), value, Top.Name, _state) is { } meant)
            {
                step = _automaton.Attribute(_state, meant.Namespace, meant.Local, Budget);
                State after = step.After(value, _automaton, this);
                _state = after.IsDead ? step.AfterError(Budget) : after;
            }

            return;
        }

        State next = step.After(value, _automaton, this);
        if (next.IsDead)
        {
            _reporter.WrongValue(Here, new Name(@namespace, local), value, Top.Name, step);
            next = step.AfterError(Budget);
        }

        _state = next;
    }

    // The one earlier attribute without which it would be allowed.
    private Obstacle? FindObstacle()
    {
        string name = _reader.Name;
        int last = Enumerable.Range(0, _reader.AttributeCount).First(i => MoveTo(i) == name);
        Obstacle? found = null;
        for (int without = 0; without < last && last < MostCompared && found is null; without++)
        {
            State state = Enumerable.Range(0, last + 1).Where(i => i != without).Aggregate(Top.Step.Content, AfterAttribute);
            if (!state.IsDead)
            {
                MoveTo(without);
                found = new Obstacle(
                    _reader.Name, _reader.Value, _automaton.Attribute(state, _reader.NamespaceURI, _reader.LocalName, Budget));
            }
        }

        _reader.MoveToAttribute(name);
        return found;
    }

    private State AfterAttribute(State state, int attribute)
    {
        MoveTo(attribute);
        return state.IsDead || _reader.NamespaceURI == Declarations
            ? state
            : _automaton.Attribute(state, _reader.NamespaceURI, _reader.LocalName, Budget).After(_reader.Value, _automaton, this);
    }

    private string MoveTo(int attribute)
    {
        _reader.MoveToAttribute(attribute);
        return _reader.Name;
    }

    private void CloseTag()
    {
        State closed = _automaton.Close(_state, Budget);
        if (closed.IsDead && !_state.IsDead)
        {
            _reporter.MissingAttributes(Top, _state);
            closed = _automaton.CloseForgiving(_state, Budget);
        }

        _state = closed;
        Top.Begin = closed;
    }

    private void End()
    {
        if (_skipped > 0)
        {
            _skipped--;
            return;
        }

        ref Frame frame = ref _frames[_open - 1];
        State after = frame.HasChildren ? EndContent(frame) : EndTextOnly(frame);
        _state = frame.Automaton == _automaton ? after : _automaton.Adopt(after, Budget);
        _open--;
    }

    // The element contained other elements, so blanks between them mean nothing.
    private State EndContent(in Frame frame)
    {
        EndText();
        if (!_state.IsNullable)
        {
            _reporter.MissingElements(frame, _state);
        }

        return Behind(frame, _state, blank: null);
    }

    // The element contained only text; blanks may be text or nothing.
    private State EndTextOnly(in Frame frame)
    {
        TextStep step = _automaton.Text(_state, Budget);
        if (_text is null && !step.TellsTexts && _state.IsNullable)
        {
            return Behind(frame, _state, blank: null);
        }

        string text = TakeText();
        bool isBlank = Blanks.IsBlank(text);
        State end = step.After(text, _automaton, this);
        if (!end.IsNullable && !(isBlank && _state.IsNullable))
        {
            end = RefuseText(frame, text, isBlank, step, end);
        }

        return Behind(frame, end, isBlank ? _state : null);
    }

    private State RefuseText(in Frame frame, string text, bool isBlank, TextStep step, State end)
    {
        bool isWrong = isBlank ? step.TellsTexts : end.IsDead;
        if (isWrong)
        {
            _reporter.WrongText(_textAt, text, frame.Name, _state);
        }

        State rest = end.IsDead ? _state : end;
        if (!(isWrong && step.TellsTexts) && !rest.IsNullable)
        {
            _reporter.MissingElements(frame, rest);
        }

        return rest;
    }

    private State Behind(in Frame frame, State end, State? blank) => frame.Resume
        ?? (end.IsNullable || blank?.IsNullable == true ? frame.Step.After(end, blank, Budget) : frame.Step.AfterError(Budget));

    private void AddText()
    {
        if (_skipped > 0 || _open == 0)
        {
            return;
        }

        Budget.Add(_reader.Value.Length / 2);
        if (_text is null)
        {
            _text = _reader.Value;
            _textAt = Here;
        }
        else
        {
            _longText ??= new StringBuilder(_text);
            _longText.Append(_reader.Value);
        }
    }

    private string TakeText()
    {
        string text = _longText?.ToString() ?? _text ?? string.Empty;
        _textAt = _text is null ? (Top.Line, Top.Column) : _textAt;
        _text = null;
        _longText = null;
        return text;
    }

    // The text between elements.
    private void EndText()
    {
        if (_text is null || TakeText() is not { } text || Blanks.IsBlank(text))
        {
            return;
        }

        State next = _automaton.Text(_state, Budget).After(text, _automaton, this);
        if (next.IsDead)
        {
            _reporter.WrongText(_textAt, text, Top.Name, _state);
            next = _state;
        }

        _state = next;
    }
}
