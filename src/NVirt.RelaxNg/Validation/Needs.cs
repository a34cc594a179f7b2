using System.Runtime.CompilerServices;
using NVirt.RelaxNg.Matching;
using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Validation;

/// <summary>What is still missing before an element, or its start tag, may end.</summary>
internal sealed class Needs
{
    private readonly Func<Pattern, bool> _isSatisfied;
    private readonly Budget _budget;

    // Null if neither elements nor attributes can help.
    private readonly Dictionary<Pattern, List<Pattern[]>?> _known = new(ReferenceEqualityComparer.Instance);

    private Needs(Func<Pattern, bool> isSatisfied, Budget budget)
    {
        _isSatisfied = isSatisfied;
        _budget = budget;
    }

    /// <summary>The smallest set of missing elements; each entry lists the alternatives, one of which is needed.</summary>
    public static List<Pattern[]> Elements(State state, Budget budget) => new Needs(p => p.IsNullable, budget).OneOf(state.Parts) ?? [];

    /// <summary>The smallest set of missing attributes; each entry lists the alternatives, one of which is needed.</summary>
    public static List<Pattern[]> Attributes(State state, Budget budget) =>
        new Needs(p => !p.HasAttributes && p is not NotAllowed, budget).OneOf(state.Parts) ?? [];

    private List<Pattern[]>? Of(Pattern pattern)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        _budget.Spend();
        return _isSatisfied(pattern) ? [] : _known.TryGetValue(pattern, out List<Pattern[]>? known) ? known
            : _known[pattern] = pattern switch
            {
                ElementPattern or Attribute => [[pattern]],
                Choice choice => OneOf(choice.Alternatives),
                Interleave mixed => AllOf(mixed.Parts),
                Group group => AllOf([group.First, group.Rest]),
                OneOrMore repeat => Of(repeat.Repeated),
                _ => null,
            };
    }

    private List<Pattern[]>? AllOf(Pattern[] parts)
    {
        List<Pattern[]> all = [];
        foreach (Pattern part in parts)
        {
            if (Of(part) is not { } needs)
            {
                return null;
            }

            _budget.Spend(needs.Count);
            all.AddRange(needs);
        }

        return all;
    }

    // The alternatives that need the least; if one thing is enough, any alternative of that kind.
    private List<Pattern[]>? OneOf(Pattern[] alternatives)
    {
        List<Pattern[]>[] all = [.. alternatives.Select(Of).OfType<List<Pattern[]>>().OrderBy(n => n.Count)];
        switch (all)
        {
            case []:
                return null;
            case [[_], ..]:
                Pattern[] any = [.. all.Where(n => n.Count == 1).SelectMany(n => n[0]).Distinct()];
                _budget.Spend(any.Length);
                return [any];
            default:
                return all[0];
        }
    }
}
