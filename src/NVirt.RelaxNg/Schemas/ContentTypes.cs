using System.Runtime.CompilerServices;
using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Schemas;

/// <summary>Refuses values next to elements, text or other values in the same content (section 7.2 of the specification).</summary>
internal static class ContentTypes
{
    // A choice has the greater of its parts' types.
    private const int Nothing = 0;
    private const int Complex = 1;
    private const int Simple = 2;

    public static void Check(Pattern content, SchemaWork work) =>
        _ = Of(content, new Dictionary<Pattern, int>(ReferenceEqualityComparer.Instance), work);

    private static int Of(Pattern pattern, Dictionary<Pattern, int> known, SchemaWork work)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        work.Budget.Spend();
        if (known.TryGetValue(pattern, out int kind))
        {
            return kind;
        }

        kind = pattern switch
        {
            ElementPattern or AnyText => Complex,
            Data or Value or List => Simple,
            Attribute attribute => OfAttribute(attribute, known, work),
            Choice choice => OfChoice(choice, known, work),
            Group group => Together(Of(group.First, known, work), Of(group.Rest, known, work), work),
            Interleave mixed => OfInterleave(mixed, known, work),
            OneOrMore repeat => Of(repeat.Repeated, known, work) is var once ? Together(once, once, work) : Nothing,
            _ => Nothing,
        };
        return known[pattern] = kind;
    }

    private static int OfAttribute(Attribute attribute, Dictionary<Pattern, int> known, SchemaWork work)
    {
        _ = Of(attribute.Content, known, work);
        return Nothing;
    }

    private static int OfChoice(Choice choice, Dictionary<Pattern, int> known, SchemaWork work)
    {
        int kind = Nothing;
        foreach (Pattern alternative in choice.Alternatives)
        {
            kind = Math.Max(kind, Of(alternative, known, work));
        }

        return kind;
    }

    private static int OfInterleave(Interleave mixed, Dictionary<Pattern, int> known, SchemaWork work)
    {
        int kind = Nothing;
        foreach (Pattern part in mixed.Parts)
        {
            kind = Together(kind, Of(part, known, work), work);
        }

        return kind;
    }

    private static int Together(int first, int second, SchemaWork work) => first == Nothing || second == Nothing
        || (first == Complex && second == Complex)
        ? Math.Max(first, second)
        : throw work.Place!.Error(Messages.Restriction_Values);
}
