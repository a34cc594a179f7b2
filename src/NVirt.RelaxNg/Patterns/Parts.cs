using System.Runtime.CompilerServices;

namespace NVirt.RelaxNg.Patterns;

/// <summary>Walks through a pattern.</summary>
internal static class Parts
{
    /// <summary>
    /// The smallest parts of a pattern in order, without the contents of elements, attributes and lists. Shared parts are examined
    /// once.
    /// </summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="isWanted">Whether to look into a part.</param>
    /// <param name="budget">The budget for this.</param>
    /// <param name="isFirst">Whether only parts that may come first are wanted.</param>
    public static List<Pattern> Of(Pattern pattern, Func<Pattern, bool> isWanted, Budget budget, bool isFirst = false)
    {
        List<Pattern> found = [];
        new Walk(isWanted, budget, isFirst, found).Collect(pattern);
        return found;
    }

    private sealed class Walk(Func<Pattern, bool> isWanted, Budget budget, bool isFirst, List<Pattern> found)
    {
        private readonly HashSet<Pattern> _seen = new(ReferenceEqualityComparer.Instance);

        public void Collect(Pattern pattern)
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            budget.Spend();
            if (!isWanted(pattern) || !_seen.Add(pattern))
            {
                return;
            }

            switch (pattern)
            {
                case Choice choice:
                    Array.ForEach(choice.Alternatives, Collect);
                    break;
                case Interleave mixed:
                    Array.ForEach(mixed.Parts, Collect);
                    break;
                case Group group:
                    Collect(group.First);
                    if (!isFirst || group.First.IsNullable)
                    {
                        Collect(group.Rest);
                    }

                    break;
                case OneOrMore repeat:
                    Collect(repeat.Repeated);
                    break;
                default:
                    found.Add(pattern);
                    break;
            }
        }
    }
}
