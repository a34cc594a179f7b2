using NVirt.RelaxNg.Matching;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Validation;

/// <summary>Collects the errors in a document, in words.</summary>
/// <param name="file">The name of the document.</param>
/// <param name="budget">The budget for finding the words.</param>
internal sealed class Reporter(string? file, Budget budget)
{
    /// <summary>The search stops after this many errors.</summary>
    private const int MostErrors = 1000;

    // Longer names are not compared.
    private const int LongestWord = 64;

    private readonly List<RelaxNgError> _errors = [];

    public bool IsFull => _errors.Count >= MostErrors;

    /// <summary>The errors, in document order.</summary>
    public RelaxNgError[] Errors => [.. _errors.OrderBy(e => e.Line).ThenBy(e => e.Column)];

    public void Malformed(int line, int column, string reason) =>
        Add(new RelaxNgError(RelaxNgErrorKind.Malformed, file, line, column, reason));

    /// <summary>An element whose name is not known here.</summary>
    /// <param name="at">Where it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="parent">The name of the parent element, or <see langword="null"/> for the root.</param>
    /// <param name="state">The state before it.</param>
    /// <returns>The name that was probably meant.</returns>
    public Name? UnknownElement((int Line, int Column) at, Name name, string? parent, State state)
    {
        ElementPattern[] allowed = Expectations.Elements(state, budget);
        Name? meant = Closest(name, allowed.SelectMany(e => e.Names.Names));
        string[] expected = Expectations.Shown(allowed);
        string message = parent is null ? Text.Of(Messages.Element_Root, MessageText.Value(name.ToString()))
            : MistakeText.ElementUnknown(name.ToString(), parent);
        Add(new RelaxNgError(RelaxNgErrorKind.ElementNotAllowed, file, at.Line, at.Column,
            message + Expected(expected, Messages.Expected_NoElement, meant is null ? null : $"<{meant}>"))
        {
            Element = name.ToString(),
            Expected = expected,
            Suggestion = meant?.ToString(),
        });
        return meant;
    }

    /// <summary>An element that its parent allows, but not here, or not again.</summary>
    public void MisplacedElement((int Line, int Column) at, Name name, string? parent, State state)
    {
        string[] expected = Expectations.Shown(Expectations.Elements(state, budget));
        string message = Text.Of(Messages.Element_Misplaced, name, parent) + Expected(expected, Messages.Expected_NoElement, meant: null);
        Add(new RelaxNgError(
            RelaxNgErrorKind.ElementNotAllowed, file, at.Line, at.Column, message)
        { Element = name.ToString(), Expected = expected });
    }

    /// <summary>An element that comes too early: another one must come first.</summary>
    public void EarlyElement((int Line, int Column) at, Name name, string? parent, State state)
    {
        string[] expected = Needs.Elements(state, budget) is [var first, ..] ? Expectations.Shown(first.OfType<ElementPattern>()) : [];
        string message = Text.Of(Messages.Element_Early, name, parent) + Expected(expected, string.Empty, meant: null);
        Add(new RelaxNgError(
            RelaxNgErrorKind.ElementMissing, file, at.Line, at.Column, message)
        { Element = name.ToString(), Expected = expected });
    }

    /// <summary>Elements missing at the end of another.</summary>
    public void MissingElements(in Frame frame, State state)
    {
        List<Pattern[]> needs = Needs.Elements(state, budget);
        if (needs.Count == 0)
        {
            needs.Add(Expectations.Elements(state, budget));
        }

        foreach (Pattern[] need in needs.TakeWhile(_ => !IsFull))
        {
            string[] expected = [.. Expectations.Shown(need.OfType<ElementPattern>()).DefaultIfEmpty(Messages.Type_Nothing)];
            string message = MistakeText.ElementMissing(frame.Name, expected);
            Add(new RelaxNgError(
                RelaxNgErrorKind.ElementMissing, file, frame.Line, frame.Column, message)
            { Element = frame.Name, Expected = expected });
        }
    }

    /// <summary>An attribute that the element does not allow.</summary>
    /// <param name="at">Where it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="element">The name of the element.</param>
    /// <param name="state">The state before it.</param>
    /// <returns>The name that was probably meant.</returns>
    public Name? UnknownAttribute((int Line, int Column) at, Name name, string value, string element, State state)
    {
        Attribute[] allowed = Expectations.Attributes(state, budget);
        Name? meant = Closest(name, allowed.SelectMany(a => a.Names.Names));
        string[] expected = Expectations.Shown(allowed);
        string message = Text.Of(Messages.Attribute_Unknown, MessageText.Value(name.ToString()), element)
            + Expected(expected, Messages.Expected_NoAttribute, meant?.ToString());
        Add(new RelaxNgError(RelaxNgErrorKind.AttributeNotAllowed, file, at.Line, at.Column, message)
        {
            Element = element,
            Attribute = name.ToString(),
            Value = value,
            Expected = expected,
            Suggestion = meant?.ToString(),
        });
        return meant;
    }

    /// <summary>An attribute that the element allows, but not together with the others that it has.</summary>
    public void ExcludedAttribute((int Line, int Column) at, Name name, string value, string element, State state, Obstacle? obstacle)
    {
        string[] expected = Expectations.Shown(Expectations.Attributes(state, budget));
        string message = obstacle is null
            ? Text.Of(Messages.Attribute_Excluded, name, element) + Expected(expected, Messages.Expected_NoAttribute, meant: null)
            : Text.Of(Messages.Attribute_ExcludedBy, name, element, obstacle.Name, MessageText.Value(obstacle.Value))
            + ExpectedOf(obstacle);
        Add(new RelaxNgError(RelaxNgErrorKind.AttributeNotAllowed, file, at.Line, at.Column, message)
        {
            Element = element,
            Attribute = name.ToString(),
            Value = value,
            Expected = expected,
        });
    }

    /// <summary>Missing attributes.</summary>
    public void MissingAttributes(in Frame frame, State state)
    {
        foreach (Pattern[] need in Needs.Attributes(state, budget).TakeWhile(_ => !IsFull))
        {
            string[] names = Expectations.Shown(need.OfType<Attribute>());
            string? name = names is [var only] ? only : null;
            string[] values = name is null ? [] : Expectations.Values(need.OfType<Attribute>().Select(a => a.Content), budget);

            // If any text is allowed, there is no need to say so.
            string message = MistakeText.AttributeMissing(frame.Name, names)
                + Expected(values is [var any] && any == Messages.Type_Text ? [] : values, string.Empty, meant: null);
            Add(new RelaxNgError(RelaxNgErrorKind.AttributeMissing, file, frame.Line, frame.Column, message)
            {
                Element = frame.Name,
                Attribute = name,
                Expected = name is null ? names : values,
            });
        }
    }

    /// <summary>An attribute with a value that is not allowed.</summary>
    public void WrongValue((int Line, int Column) at, Name name, string value, string element, AttributeStep step)
    {
        IEnumerable<Pattern> contents = step.Values.SelectMany(v => v.Parts);
        string[] expected = Expectations.Values(contents, budget);
        string? meant = Closest(value, Expectations.CertainValues(contents, budget));
        string message = MistakeText.AttributeValue(name.ToString(), element, value) + Expected(expected, Messages.Expected_NoText, meant);
        Add(new RelaxNgError(RelaxNgErrorKind.AttributeValue, file, at.Line, at.Column, message)
        {
            Element = element,
            Attribute = name.ToString(),
            Value = value,
            Expected = expected,
            Suggestion = meant,
        });
    }

    /// <summary>A text that an element must not contain, or a missing required text.</summary>
    public void WrongText((int Line, int Column) at, string text, string element, State state)
    {
        string[] expected = Expectations.Values(state.Parts, budget);
        bool isAllowed = expected.Length > 0;
        string? meant = Closest(text.Trim(), Expectations.CertainValues(state.Parts, budget));
        string message = isAllowed ? MistakeText.TextValue(element, text)
            : Text.Of(Messages.Text_NotAllowed, element, MessageText.Value(text.Trim()));
        Add(new RelaxNgError(isAllowed ? RelaxNgErrorKind.TextValue : RelaxNgErrorKind.TextNotAllowed, file, at.Line, at.Column,
            message + (isAllowed ? Expected(expected, string.Empty, meant) : string.Empty))
        {
            Element = element,
            Value = text,
            Expected = expected,
            Suggestion = meant,
        });
    }

    private static string Expected(string[] expected, string nothing, string? meant) =>
        expected.Length > 0 ? MistakeText.Expected(expected, meant) : nothing + MistakeText.DidYouMean(meant);

    private string ExpectedOf(Obstacle obstacle)
    {
        string[] values = Expectations.Values(obstacle.Others.Values.SelectMany(v => v.Parts), budget);
        return values.Length == 0 ? string.Empty : MistakeText.Expected([$"{obstacle.Name} {MistakeText.AnyOf(values)}"]);
    }

    // Names in another namespace are not typing mistakes.
    private Name? Closest(Name name, IEnumerable<Name> names)
    {
        string? local =
            Closest(name.Local, names.Where(n => n.Namespace == name.Namespace).Select(n => n.Local).Distinct(StringComparer.Ordinal));
        return local is null ? null : new Name(name.Namespace, local);
    }

    private string? Closest(string word, IEnumerable<string> candidates) => Spelling.Closest(word, candidates.Select(candidate =>
    {
        budget.Spend(1 + (Math.Min(word.Length, LongestWord) * Math.Min(candidate.Length, LongestWord) / 4));
        return candidate;
    }));

    private void Add(RelaxNgError error) => _errors.Add(error with { Message = MessageText.Whole(error.Message) });
}
