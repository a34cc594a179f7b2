using System.Runtime.CompilerServices;

namespace NVirt.RelaxNg.Patterns;

/// <summary>Walks through a pattern.</summary>
internal static class Parts
{
    /// <summary>The smallest parts of a pattern in their order, without what is inside of elements, attributes and lists.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="isWanted">Whether to look into a part.</param>
    public static List<Pattern> Of(Pattern pattern, Func<Pattern, bool> isWanted)
    {
        List<Pattern> found = [];
        Collect(pattern, isWanted, found);
        return found;
    }

    private static void Collect(Pattern pattern, Func<Pattern, bool> isWanted, List<Pattern> found)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (!isWanted(pattern))
        {
            return;
        }

        switch (pattern)
        {
            case Choice choice:
                Array.ForEach(choice.Alternatives, a => Collect(a, isWanted, found));
                break;
            case Interleave mixed:
                Array.ForEach(mixed.Parts, p => Collect(p, isWanted, found));
                break;
            case Group group:
                Collect(group.First, isWanted, found);
                Collect(group.Rest, isWanted, found);
                break;
            case OneOrMore repeat:
                Collect(repeat.Repeated, isWanted, found);
                break;
            default:
                found.Add(pattern);
                break;
        }
    }
}
