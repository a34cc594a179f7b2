using System.Runtime.CompilerServices;
using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Schemas;

/// <summary>Refuses values beside elements, text or other values in the same content (section 7.2 of the specification).</summary>
internal static class ContentTypes
{
    // The greater one is that of a choice.
    private const int Nothing = 0;
    private const int Complex = 1;
    private const int Simple = 2;

    public static void Check(Pattern content, SchemaElement place) =>
        _ = Of(content, new Dictionary<Pattern, int>(ReferenceEqualityComparer.Instance), place);

    private static int Of(Pattern pattern, Dictionary<Pattern, int> known, SchemaElement place)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (known.TryGetValue(pattern, out int kind))
        {
            return kind;
        }

        kind = pattern switch
        {
            Element or AnyText => Complex,
            Data or Value or List => Simple,
            Attribute attribute => OfAttribute(attribute, known, place),
            Choice choice => OfChoice(choice, known, place),
            Group group => Together(Of(group.First, known, place), Of(group.Rest, known, place), place),
            Interleave mixed => OfInterleave(mixed, known, place),
            OneOrMore repeat => Of(repeat.Repeated, known, place) is var once ? Together(once, once, place) : Nothing,
            _ => Nothing,
        };
        return known[pattern] = kind;
    }

    private static int OfAttribute(Attribute attribute, Dictionary<Pattern, int> known, SchemaElement place)
    {
        _ = Of(attribute.Content, known, place);
        return Nothing;
    }

    private static int OfChoice(Choice choice, Dictionary<Pattern, int> known, SchemaElement place)
    {
        int kind = Nothing;
        foreach (Pattern alternative in choice.Alternatives)
        {
            kind = Math.Max(kind, Of(alternative, known, place));
        }

        return kind;
    }

    private static int OfInterleave(Interleave mixed, Dictionary<Pattern, int> known, SchemaElement place)
    {
        int kind = Nothing;
        foreach (Pattern part in mixed.Parts)
        {
            kind = Together(kind, Of(part, known, place), place);
        }

        return kind;
    }

    private static int Together(int first, int second, SchemaElement place) => first == Nothing || second == Nothing || (first == Complex && second == Complex)
        ? Math.Max(first, second)
        : throw place.Error(Messages.Restriction_Values);
}
