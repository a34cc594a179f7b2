using System.Runtime.CompilerServices;
using NVirt.RelaxNg.Matching;
using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Validation;

/// <summary>What a state allows, for messages.</summary>
internal static class Expectations
{
    /// <summary>The elements that may come next.</summary>
    public static Element[] Elements(State state)
    {
        List<Element> found = [];
        Array.ForEach(state.Parts, p => Collect(p, found));
        return [.. found.Distinct()];
    }

    /// <summary>The attributes that are still allowed.</summary>
    public static Attribute[] Attributes(State state) => [.. state.Parts.SelectMany(Automaton.AttributesOf).Distinct()];

    /// <summary>The names of elements, as messages show them.</summary>
    public static string[] Shown(IEnumerable<Element> elements) =>
        [.. elements.SelectMany(e => e.Names.Names.Select(n => $"<{n}>").Append(e.Names.IsInfinite ? Messages.Name_AnyElement : null)).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The names of attributes, as messages show them.</summary>
    public static string[] Shown(IEnumerable<Attribute> attributes) =>
        [.. attributes.SelectMany(a => a.Names.Names.Select(n => n.ToString()).Append(a.Names.IsInfinite ? Messages.Name_AnyAttribute : null)).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The values that a text may have: themselves, or types in words.</summary>
    public static string[] Values(IEnumerable<Pattern> patterns) =>
        [.. patterns.SelectMany(p => Parts.Of(p, t => t.HasText)).Select(Describe).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The certain values among those that a text may have, to guess which one was meant.</summary>
    public static IEnumerable<string> CertainValues(IEnumerable<Pattern> patterns) =>
        patterns.SelectMany(p => Parts.Of(p, t => t.HasText)).OfType<Value>().Select(v => v.Text);

    private static string? Describe(Pattern pattern) => pattern switch
    {
        Value value => value.Text.Length == 0 || value.Text.AsSpan().ContainsAny(Blanks.All) ? $"\"{value.Text}\"" : value.Text,
        Data { Except: NotAllowed } data => data.Type.Description,
        Data data => Text.Of(Messages.Type_Except, data.Type.Description, Text.AnyOf(Values([data.Except]), Reporter.MostNamed)),
        List list => Text.Of(Messages.Type_List, Text.AnyOf([.. Values([list.Content]).DefaultIfEmpty(Messages.Type_Nothing)], Reporter.MostNamed)),
        AnyText => Messages.Type_Text,
        _ => null,
    };

    private static void Collect(Pattern pattern, List<Element> found)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (pattern)
        {
            case Element element:
                found.Add(element);
                break;
            case Choice choice:
                Array.ForEach(choice.Alternatives, a => Collect(a, found));
                break;
            case Interleave mixed:
                Array.ForEach(mixed.Parts, p => Collect(p, found));
                break;
            case OneOrMore repeat:
                Collect(repeat.Repeated, found);
                break;
            case Group group:
                Collect(group.First, found);
                if (group.First.IsNullable)
                {
                    Collect(group.Rest, found);
                }

                break;
        }
    }
}
