using System.Runtime.CompilerServices;
using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Matching;

/// <summary>What is left of a pattern behind something that was read: James Clark's derivatives, without any memory.</summary>
/// <param name="pool">Makes what is left.</param>
internal sealed class Derivatives(PatternPool pool)
{
    /// <summary>The elements of that name which a pattern allows to begin here.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="name">The name of the element.</param>
    /// <param name="skips">Whether something that is required may be left out, to go on behind an error.</param>
    public List<Opening> Open(Pattern pattern, Name name, bool skips = false)
    {
        List<Opening> found = [];
        Open(pattern, name, skips, static rest => rest, found);
        return found;
    }

    /// <summary>What is left behind an attribute.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="matched">Those contents of attributes that its value fits.</param>
    public Pattern Attribute(Pattern pattern, Name name, IReadOnlySet<Pattern> matched)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return !pattern.HasAttributes ? NotAllowed.Instance : pattern switch
        {
            Attribute attribute => attribute.Names.Contains(name) && matched.Contains(attribute.Content) ? Empty.Instance : NotAllowed.Instance,
            Choice choice => pool.Choice(choice.Alternatives.Select(a => Attribute(a, name, matched))),
            Group group => pool.Choice([pool.Group(Attribute(group.First, name, matched), group.Rest), pool.Group(group.First, Attribute(group.Rest, name, matched))]),
            Interleave mixed => pool.Choice(mixed.Parts.Select((part, i) => Replace(mixed, i, Attribute(part, name, matched)))),
            OneOrMore repeat => pool.Group(Attribute(repeat.Repeated, name, matched), pool.Optional(repeat)),
            _ => NotAllowed.Instance,
        };
    }

    /// <summary>What is left when there are no more attributes.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="forgives">Whether attributes that are required may be missing, to go on behind an error.</param>
    public Pattern Close(Pattern pattern, bool forgives = false)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return !pattern.HasAttributes ? pattern : pattern switch
        {
            Choice choice => pool.Choice(choice.Alternatives.Select(a => Close(a, forgives))),
            Group group => pool.Group(Close(group.First, forgives), Close(group.Rest, forgives)),
            Interleave mixed => pool.Interleave(mixed.Parts.Select(p => Close(p, forgives))),
            OneOrMore repeat => pool.OneOrMore(Close(repeat.Repeated, forgives)),
            _ => forgives ? Empty.Instance : NotAllowed.Instance,
        };
    }

    /// <summary>What is left behind a text.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="matched">Those data, values and lists that the text fits.</param>
    public Pattern Read(Pattern pattern, IReadOnlySet<Pattern> matched)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return !pattern.HasText ? NotAllowed.Instance : pattern switch
        {
            AnyText => pattern,
            Choice choice => pool.Choice(choice.Alternatives.Select(a => Read(a, matched))),
            Group { First.IsNullable: true } group => pool.Choice([pool.Group(Read(group.First, matched), group.Rest), Read(group.Rest, matched)]),
            Group group => pool.Group(Read(group.First, matched), group.Rest),
            Interleave mixed => pool.Choice(mixed.Parts.Select((part, i) => Replace(mixed, i, Read(part, matched)))),
            OneOrMore repeat => pool.Group(Read(repeat.Repeated, matched), pool.Optional(repeat)),
            _ => matched.Contains(pattern) ? Empty.Instance : NotAllowed.Instance,
        };
    }

    private void Open(Pattern pattern, Name name, bool skips, Func<Pattern, Pattern> surround, List<Opening> found)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (pattern)
        {
            case { HasElements: false }:
                break;
            case Element element when element.Names.Contains(name):
                found.Add(new Opening(element, surround(Empty.Instance)));
                break;
            case Choice choice:
                Array.ForEach(choice.Alternatives, a => Open(a, name, skips, surround, found));
                break;
            case Group group:
                Open(group.First, name, skips, rest => surround(pool.Group(rest, group.Rest)), found);
                if (group.First.IsNullable || skips)
                {
                    Open(group.Rest, name, skips, surround, found);
                }

                break;
            case Interleave mixed:
                for (int i = 0; i < mixed.Parts.Length; i++)
                {
                    int index = i;
                    Open(mixed.Parts[i], name, skips, rest => surround(Replace(mixed, index, rest)), found);
                }

                break;
            case OneOrMore repeat:
                Open(repeat.Repeated, name, skips, rest => surround(pool.Group(rest, pool.Optional(repeat))), found);
                break;
        }
    }

    private Pattern Replace(Interleave mixed, int index, Pattern part) => part is NotAllowed
        ? part
        : pool.Interleave(mixed.Parts.Select((p, i) => i == index ? part : p));
}

/// <summary>An element that may begin.</summary>
/// <param name="Element">The element.</param>
/// <param name="Rest">What is left behind its end.</param>
internal readonly record struct Opening(Element Element, Pattern Rest);
