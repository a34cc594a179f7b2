using System.Runtime.CompilerServices;
using NVirt.RelaxNg.Matching;
using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Validation;

/// <summary>What is still missing before an element, or its start tag, may end.</summary>
internal static class Needs
{
    /// <summary>The elements that are missing, the fewest that do; each as those one of which has to stand there.</summary>
    public static List<Pattern[]> Elements(State state) => OneOf(state.Parts, p => p.IsNullable) ?? [];

    /// <summary>The attributes that are missing, the fewest that do; each as those one of which has to be there.</summary>
    public static List<Pattern[]> Attributes(State state) => OneOf(state.Parts, p => !p.HasAttributes && p is not NotAllowed) ?? [];

    // What neither elements nor attributes can help has no answer.
    private static List<Pattern[]>? Of(Pattern pattern, Func<Pattern, bool> isSatisfied)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return isSatisfied(pattern) ? [] : pattern switch
        {
            Element or Attribute => [[pattern]],
            Choice choice => OneOf(choice.Alternatives, isSatisfied),
            Interleave mixed => AllOf(mixed.Parts, isSatisfied),
            Group group => AllOf([group.First, group.Rest], isSatisfied),
            OneOrMore repeat => Of(repeat.Repeated, isSatisfied),
            _ => null,
        };
    }

    private static List<Pattern[]>? AllOf(Pattern[] parts, Func<Pattern, bool> isSatisfied)
    {
        List<Pattern[]>?[] all = [.. parts.Select(p => Of(p, isSatisfied))];
        return Array.Exists(all, n => n is null) ? null : [.. all.SelectMany(n => n!)];
    }

    // The alternatives that need the least; where one thing is enough, any of those that are.
    private static List<Pattern[]>? OneOf(Pattern[] alternatives, Func<Pattern, bool> isSatisfied)
    {
        List<Pattern[]>[] all = [.. alternatives.Select(a => Of(a, isSatisfied)).OfType<List<Pattern[]>>().OrderBy(n => n.Count)];
        return all switch
        {
            [] => null,
            [[_], ..] => [[.. all.Where(n => n.Count == 1).SelectMany(n => n[0]).Distinct()]],
            _ => all[0],
        };
    }
}
