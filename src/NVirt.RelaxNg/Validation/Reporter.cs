using NVirt.Cpu;
using NVirt.RelaxNg.Matching;
using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Validation;

/// <summary>Collects what is wrong with a document, in words.</summary>
/// <param name="file">The name of the document.</param>
/// <param name="budget">What finding the words may cost.</param>
internal sealed class Reporter(string? file, Budget budget)
{
    /// <summary>So many things that would be allowed are named in a message.</summary>
    public const int MostNamed = 16;

    /// <summary>After so many errors no more are looked for.</summary>
    private const int MostErrors = 1000;

    // Longer ones are not compared.
    private const int LongestWord = 64;

    private readonly List<RelaxNgError> _errors = [];

    public bool IsFull => _errors.Count >= MostErrors;

    /// <summary>What was found, in the order of the document.</summary>
    public RelaxNgError[] Errors => [.. _errors.OrderBy(e => e.Line).ThenBy(e => e.Column)];

    public void Malformed(int line, int column, string reason) => Add(new RelaxNgError(RelaxNgErrorKind.Malformed, file, line, column, reason));

    /// <summary>An element of a name that is not known here.</summary>
    /// <param name="at">Where it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="parent">The name of the element around it, or <see langword="null"/> for the root.</param>
    /// <param name="state">The state before it.</param>
    /// <returns>The name that was probably meant.</returns>
    public Name? UnknownElement((int Line, int Column) at, Name name, string? parent, State state)
    {
        Element[] allowed = Expectations.Elements(state, budget);
        Name? meant = Closest(name, allowed.SelectMany(e => e.Names.Names));
        string[] expected = Expectations.Shown(allowed);
        string message = parent is null ? Text.Of(Messages.Element_Root, Text.OnOneLine(name.ToString())) : Text.Of(Messages.Element_Unknown, Text.OnOneLine(name.ToString()), parent);
        Add(new RelaxNgError(RelaxNgErrorKind.ElementNotAllowed, file, at.Line, at.Column, message + Expected(expected, Messages.Expected_NoElement, meant is null ? null : $"<{meant}>"))
        {
            Element = name.ToString(),
            Expected = expected,
            Suggestion = meant?.ToString(),
        });
        return meant;
    }

    /// <summary>An element that its parent may have, but not here, or not once more.</summary>
    public void MisplacedElement((int Line, int Column) at, Name name, string? parent, State state)
    {
        string[] expected = Expectations.Shown(Expectations.Elements(state, budget));
        string message = Text.Of(Messages.Element_Misplaced, name, parent) + Expected(expected, Messages.Expected_NoElement, meant: null);
        Add(new RelaxNgError(RelaxNgErrorKind.ElementNotAllowed, file, at.Line, at.Column, message) { Element = name.ToString(), Expected = expected });
    }

    /// <summary>An element that comes before another that has to stand between.</summary>
    public void EarlyElement((int Line, int Column) at, Name name, string? parent, State state)
    {
        string[] expected = Needs.Elements(state, budget) is [var first, ..] ? Expectations.Shown(first.OfType<Element>()) : [];
        string message = Text.Of(Messages.Element_Early, name, parent) + Expected(expected, string.Empty, meant: null);
        Add(new RelaxNgError(RelaxNgErrorKind.ElementMissing, file, at.Line, at.Column, message) { Element = name.ToString(), Expected = expected });
    }

    /// <summary>Elements that are missing at the end of another.</summary>
    public void MissingElements(in Frame frame, State state)
    {
        List<Pattern[]> needs = Needs.Elements(state, budget);
        if (needs.Count == 0)
        {
            needs.Add(Expectations.Elements(state, budget));
        }

        foreach (Pattern[] need in needs.TakeWhile(_ => !IsFull))
        {
            string[] expected = [.. Expectations.Shown(need.OfType<Element>()).DefaultIfEmpty(Messages.Type_Nothing)];
            string message = Text.Of(Messages.Element_Missing, frame.Name, Text.AnyOf(expected, MostNamed));
            Add(new RelaxNgError(RelaxNgErrorKind.ElementMissing, file, frame.Line, frame.Column, message) { Element = frame.Name, Expected = expected });
        }
    }

    /// <summary>An attribute that the element may not have.</summary>
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
        string message = Text.Of(Messages.Attribute_Unknown, Text.OnOneLine(name.ToString()), element) + Expected(expected, Messages.Expected_NoAttribute, meant?.ToString());
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

    /// <summary>An attribute that the element may have, but not beside the others that it has.</summary>
    public void ExcludedAttribute((int Line, int Column) at, Name name, string value, string element, State state, Obstacle? obstacle)
    {
        string[] expected = Expectations.Shown(Expectations.Attributes(state, budget));
        string message = obstacle is null
            ? Text.Of(Messages.Attribute_Excluded, name, element) + Expected(expected, Messages.Expected_NoAttribute, meant: null)
            : Text.Of(Messages.Attribute_ExcludedBy, name, element, obstacle.Name, Text.OnOneLine(obstacle.Value)) + ExpectedOf(obstacle);
        Add(new RelaxNgError(RelaxNgErrorKind.AttributeNotAllowed, file, at.Line, at.Column, message)
        {
            Element = element,
            Attribute = name.ToString(),
            Value = value,
            Expected = expected,
        });
    }

    /// <summary>Attributes that are missing.</summary>
    public void MissingAttributes(in Frame frame, State state)
    {
        foreach (Pattern[] need in Needs.Attributes(state, budget).TakeWhile(_ => !IsFull))
        {
            string[] names = Expectations.Shown(need.OfType<Attribute>());
            string? name = names is [var only] ? only : null;
            string[] values = name is null ? [] : Expectations.Values(need.OfType<Attribute>().Select(a => a.Content), budget);

            // That there may be any text need not be said.
            string message = Text.Of(Messages.Attribute_Missing, frame.Name, Text.AnyOf(names, MostNamed))
                + Expected(values is [var any] && any == Messages.Type_Text ? [] : values, string.Empty, meant: null);
            Add(new RelaxNgError(RelaxNgErrorKind.AttributeMissing, file, frame.Line, frame.Column, message)
            {
                Element = frame.Name,
                Attribute = name,
                Expected = name is null ? names : values,
            });
        }
    }

    /// <summary>An attribute with a value that it may not have.</summary>
    public void WrongValue((int Line, int Column) at, Name name, string value, string element, AttributeStep step)
    {
        IEnumerable<Pattern> contents = step.Values.SelectMany(v => v.Parts);
        string[] expected = Expectations.Values(contents, budget);
        string? meant = Closest(value, Expectations.CertainValues(contents, budget));
        string message = Text.Of(Messages.Attribute_Value, name, element, Text.OnOneLine(value)) + Expected(expected, Messages.Expected_NoText, meant);
        Add(new RelaxNgError(RelaxNgErrorKind.AttributeValue, file, at.Line, at.Column, message)
        {
            Element = element,
            Attribute = name.ToString(),
            Value = value,
            Expected = expected,
            Suggestion = meant,
        });
    }

    /// <summary>A text that an element may not have, or none where it has to have one.</summary>
    public void WrongText((int Line, int Column) at, string text, string element, State state)
    {
        string[] expected = Expectations.Values(state.Parts, budget);
        bool isAllowed = expected.Length > 0;
        string? meant = Closest(text.Trim(), Expectations.CertainValues(state.Parts, budget));
        string message = Text.Of(isAllowed ? Messages.Text_Value : Messages.Text_NotAllowed, element, Text.OnOneLine(text.Trim()));
        Add(new RelaxNgError(isAllowed ? RelaxNgErrorKind.TextValue : RelaxNgErrorKind.TextNotAllowed, file, at.Line, at.Column, message + (isAllowed ? Expected(expected, string.Empty, meant) : string.Empty))
        {
            Element = element,
            Value = text,
            Expected = expected,
            Suggestion = meant,
        });
    }

    private static string Expected(string[] expected, string nothing, string? meant) =>
        (expected.Length > 0 ? Text.Of(Messages.Expected, Text.AnyOf(expected, MostNamed)) : nothing)
        + (meant is null ? string.Empty : Text.Of(Messages.DidYouMean, meant));

    private string ExpectedOf(Obstacle obstacle)
    {
        string[] values = Expectations.Values(obstacle.Others.Values.SelectMany(v => v.Parts), budget);
        return values.Length == 0 ? string.Empty : Text.Of(Messages.Expected, $"{obstacle.Name} {Text.AnyOf(values, MostNamed)}");
    }

    // Names of another namespace are no slips of the pen.
    private Name? Closest(Name name, IEnumerable<Name> names)
    {
        string? local = Closest(name.Local, names.Where(n => n.Namespace == name.Namespace).Select(n => n.Local).Distinct(StringComparer.Ordinal));
        return local is null ? null : new Name(name.Namespace, local);
    }

    private string? Closest(string word, IEnumerable<string> candidates) => Spelling.Closest(word, candidates.Select(candidate =>
    {
        budget.Spend(1 + (Math.Min(word.Length, LongestWord) * Math.Min(candidate.Length, LongestWord) / 4));
        return candidate;
    }));

    private void Add(RelaxNgError error) => _errors.Add(error with { Message = Text.Message(error.Message) });
}
