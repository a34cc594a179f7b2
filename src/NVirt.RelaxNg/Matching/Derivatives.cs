using System.Runtime.CompilerServices;
using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Matching;

/// <summary>What remains of a pattern after something was read: James Clark's derivatives, without caching.</summary>
/// <param name="pool">Creates what remains.</param>
internal sealed class Derivatives(PatternPool pool)
{
    /// <summary>The steps that each possible element costs.</summary>
    private const int OpeningMade = 16;

    /// <summary>The elements of that name that a pattern allows next.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="name">The name of the element.</param>
    /// <param name="skips">Whether something required may be skipped, to continue after an error.</param>
    public List<Opening> Open(Pattern pattern, Name name, bool skips = false)
    {
        List<Opening> found = [];
        Open(pattern, name, skips, new Around(static rest => rest), found);
        return found;
    }

    /// <summary>What remains after an attribute.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="matched">The attribute contents that its value matches.</param>
    public Pattern Attribute(Pattern pattern, Name name, IReadOnlySet<Pattern> matched) => Attribute(pattern, name, matched, NewMemory());

    /// <summary>What remains when there are no more attributes.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="forgives">Whether required attributes may be missing, to continue after an error.</param>
    public Pattern Close(Pattern pattern, bool forgives = false) => Close(pattern, forgives, NewMemory());

    /// <summary>What remains after a text.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="matched">The data, values and lists that the text matches.</param>
    public Pattern Read(Pattern pattern, IReadOnlySet<Pattern> matched) => Read(pattern, matched, NewMemory());

    // Shared parts are derived only once.
    private static Dictionary<Pattern, Pattern> NewMemory() => new(ReferenceEqualityComparer.Instance);

    private Pattern Attribute(Pattern pattern, Name name, IReadOnlySet<Pattern> matched, Dictionary<Pattern, Pattern> known)
    {
        Step();
        return !pattern.HasAttributes ? NotAllowed.Instance : known.TryGetValue(pattern, out Pattern? rest) ? rest
            : known[pattern] = pattern switch
            {
                Attribute attribute => Contains(attribute.Names, name) && matched.Contains(attribute.Content) ? Empty.Instance
                    : NotAllowed.Instance,
                Choice choice => pool.Choice(choice.Alternatives.Select(a => Attribute(a, name, matched, known))),
                Group group => pool.Choice(
                    [pool.Group(Attribute(group.First, name, matched, known), group.Rest),
                    pool.Group(group.First, Attribute(group.Rest, name, matched, known))]),
                Interleave mixed => pool.Choice(mixed.Parts.Select((part, i) => Replace(mixed, i, Attribute(part, name, matched, known)))),
                OneOrMore repeat => pool.Group(Attribute(repeat.Repeated, name, matched, known), pool.Optional(repeat)),
                _ => NotAllowed.Instance,
            };
    }

    private Pattern Close(Pattern pattern, bool forgives, Dictionary<Pattern, Pattern> known)
    {
        Step();
        return !pattern.HasAttributes ? pattern : known.TryGetValue(pattern, out Pattern? rest) ? rest : known[pattern] = pattern switch
        {
            Choice choice => pool.Choice(choice.Alternatives.Select(a => Close(a, forgives, known))),
            Group group => pool.Group(Close(group.First, forgives, known), Close(group.Rest, forgives, known)),
            Interleave mixed => pool.Interleave(mixed.Parts.Select(p => Close(p, forgives, known))),
            OneOrMore repeat => pool.OneOrMore(Close(repeat.Repeated, forgives, known)),
            _ => forgives ? Empty.Instance : NotAllowed.Instance,
        };
    }

    private Pattern Read(Pattern pattern, IReadOnlySet<Pattern> matched, Dictionary<Pattern, Pattern> known)
    {
        Step();
        return !pattern.HasText ? NotAllowed.Instance : known.TryGetValue(pattern, out Pattern? rest) ? rest
            : known[pattern] = pattern switch
            {
                AnyText => pattern,
                Choice choice => pool.Choice(choice.Alternatives.Select(a => Read(a, matched, known))),
                Group { First.IsNullable: true } group => pool.Choice(
                    [pool.Group(Read(group.First, matched, known), group.Rest), Read(group.Rest, matched, known)]),
                Group group => pool.Group(Read(group.First, matched, known), group.Rest),
                Interleave mixed => pool.Choice(mixed.Parts.Select((part, i) => Replace(mixed, i, Read(part, matched, known)))),
                OneOrMore repeat => pool.Group(Read(repeat.Repeated, matched, known), pool.Optional(repeat)),
                _ => matched.Contains(pattern) ? Empty.Instance : NotAllowed.Instance,
            };
    }

    private void Open(Pattern pattern, Name name, bool skips, Around around, List<Opening> found)
    {
        Step();
        switch (pattern)
        {
            case { HasElements: false }:
                break;
            case ElementPattern element when Contains(element.Names, name):
                pool.Budget.Spend(OpeningMade);
                found.Add(new Opening(element, around.Of(Empty.Instance)));
                break;
            case Choice choice when around.IsNew(pattern):
                Array.ForEach(choice.Alternatives, a => Open(a, name, skips, around, found));
                break;
            case Group group when around.IsNew(pattern):
                Open(group.First, name, skips, new Around(rest => around.Of(pool.Group(rest, group.Rest))), found);
                if (group.First.IsNullable || skips)
                {
                    Open(group.Rest, name, skips, around, found);
                }

                break;
            case Interleave mixed when around.IsNew(pattern):
                for (int i = 0; i < mixed.Parts.Length; i++)
                {
                    int index = i;
                    Open(mixed.Parts[i], name, skips, new Around(rest => around.Of(Replace(mixed, index, rest))), found);
                }

                break;
            case OneOrMore repeat when around.IsNew(pattern):
                Open(repeat.Repeated, name, skips, new Around(rest => around.Of(pool.Group(rest, pool.Optional(repeat)))), found);
                break;
        }
    }

    private void Step()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        pool.Budget.Spend();
    }

    private bool Contains(NameClass names, Name name)
    {
        pool.Budget.Spend(names.Size);
        return names.Contains(name);
    }

    private Pattern Replace(Interleave mixed, int index, Pattern part) => part is NotAllowed
        ? part
        : pool.Interleave(mixed.Parts.Select((p, i) => i == index ? part : p));

    /// <summary>The surroundings of a part of a pattern. A part that occurs in several ways at the same place counts once.</summary>
    /// <param name="of">What remains of the whole, from what remains of the part.</param>
    private sealed class Around(Func<Pattern, Pattern> of)
    {
        private HashSet<Pattern>? _seen;

        public Pattern Of(Pattern rest) => of(rest);

        public bool IsNew(Pattern part) => (_seen ??= new HashSet<Pattern>(ReferenceEqualityComparer.Instance)).Add(part);
    }
}

/// <summary>An element that may come next.</summary>
/// <param name="Element">The element.</param>
/// <param name="Rest">What remains after its end.</param>
internal readonly record struct Opening(ElementPattern Element, Pattern Rest);
