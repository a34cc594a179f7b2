using System.Runtime.CompilerServices;
using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Schemas;

/// <summary>Refuses values beside elements, text or other values in the same content (section 7.2 of the specification).</summary>
internal static class ContentTypes
{
    private enum Kind
    {
        Empty,
        Complex,
        Simple,
    }

    public static void Check(Pattern content, SchemaElement place)
    {
        _ = Of(content, new Dictionary<Pattern, Kind>(ReferenceEqualityComparer.Instance), place);
    }

    private static Kind Of(Pattern pattern, Dictionary<Pattern, Kind> known, SchemaElement place)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (known.TryGetValue(pattern, out Kind kind))
        {
            return kind;
        }

        kind = pattern switch
        {
            Element or AnyText => Kind.Complex,
            Data or Value or List => Kind.Simple,
            Attribute attribute => OfAttribute(attribute, known, place),
            Choice choice => choice.Alternatives.Max(a => Of(a, known, place)),
            Group group => Together(Of(group.First, known, place), Of(group.Rest, known, place), place),
            Interleave mixed => mixed.Parts.Select(p => Of(p, known, place)).Aggregate((a, b) => Together(a, b, place)),
            OneOrMore repeat => Of(repeat.Repeated, known, place) is var once ? Together(once, once, place) : default,
            _ => Kind.Empty,
        };
        return known[pattern] = kind;
    }

    private static Kind OfAttribute(Attribute attribute, Dictionary<Pattern, Kind> known, SchemaElement place)
    {
        _ = Of(attribute.Content, known, place);
        return Kind.Empty;
    }

    private static Kind Together(Kind first, Kind second, SchemaElement place) => first == Kind.Empty || second == Kind.Empty || (first == Kind.Complex && second == Kind.Complex)
        ? (Kind)Math.Max((int)first, (int)second)
        : throw place.Error(Messages.Restriction_Values);
}
