using NVirt.RelaxNg.Matching;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Validation;

/// <summary>What a state allows, for messages.</summary>
internal static class Expectations
{
    /// <summary>The elements that may come next.</summary>
    public static ElementPattern[] Elements(State state, Budget budget) =>
        [.. state.Parts.SelectMany(p => Parts.Of(p, e => e.HasElements, budget, isFirst: true)).OfType<ElementPattern>().Distinct()
            .Select(e => Named(e, e.Names, budget))];

    /// <summary>The attributes that are still allowed.</summary>
    public static Attribute[] Attributes(State state, Budget budget) =>
        [.. state.Parts.SelectMany(p => Automaton.AttributesOf(p, budget)).Distinct().Select(a => Named(a, a.Names, budget))];

    /// <summary>The names of elements, in the form for messages.</summary>
    public static string[] Shown(IEnumerable<ElementPattern> elements) =>
        [.. elements.SelectMany(e => e.Names.Names.Select(n => $"<{n}>").Append(e.Names.IsInfinite ? Messages.Name_AnyElement : null))
            .OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The names of attributes, in the form for messages.</summary>
    public static string[] Shown(IEnumerable<Attribute> attributes) =>
        [.. attributes.SelectMany(a => a.Names.Names.Select(n => n.ToString())
            .Append(a.Names.IsInfinite ? Messages.Name_AnyAttribute : null)).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The values that a text may have: literally, or as types in words.</summary>
    public static string[] Values(IEnumerable<Pattern> patterns, Budget budget) =>
        [.. patterns.SelectMany(p => Parts.Of(p, t => t.HasText, budget)).Select(p => Describe(p, budget)).OfType<string>()
            .Distinct(StringComparer.Ordinal)];

    /// <summary>The literal values that a text may have, to guess which one was meant.</summary>
    public static IEnumerable<string> CertainValues(IEnumerable<Pattern> patterns, Budget budget) =>
        patterns.SelectMany(p => Parts.Of(p, t => t.HasText, budget)).OfType<Value>().Select(v => v.Text);

    private static string? Describe(Pattern pattern, Budget budget) => pattern switch
    {
        Value value => value.Text.Length == 0 || value.Text.AsSpan().ContainsAny(Blanks.All) ? $"\"{value.Text}\"" : value.Text,
        Data { Except: NotAllowed } data => data.Type.Description,
        Data data => Text.Of(Messages.Type_Except, data.Type.Description, MistakeText.AnyOf(Values([data.Except], budget))),
        List list =>
            Text.Of(Messages.Type_List, MistakeText.AnyOf([.. Values([list.Content], budget).DefaultIfEmpty(Messages.Type_Nothing)])),
        AnyText => Messages.Type_Text,
        _ => null,
    };

    // Names are listed one by one.
    private static T Named<T>(T pattern, NameClass names, Budget budget)
    {
        budget.Spend(names.Size * 8L);
        return pattern;
    }
}
