using System.Runtime.CompilerServices;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Schemas;

/// <summary>Refuses patterns that can be written but that RELAX NG forbids (section 7 of the specification).</summary>
/// <param name="sources">The positions of element patterns.</param>
/// <param name="work">Knows the position, and the budget for checking.</param>
internal sealed class Restrictions(IReadOnlyDictionary<ElementPattern, SchemaElement> sources, SchemaWork work)
{
    // One for each combination of surroundings.
    private readonly HashSet<Pattern>?[] _seen = new HashSet<Pattern>?[64];
    private readonly HashSet<ElementPattern> _elements = [];
    private readonly Queue<ElementPattern> _waiting = [];

    /// <summary>The surroundings of a pattern, up to the element.</summary>
    [Flags]
    private enum Around
    {
        None = 0,
        Start = 1,
        Repeat = 2,
        RepeatedGroup = 4,
        Attribute = 8,
        List = 16,
        Except = 32,
    }

    /// <summary>Checks everything that is reachable.</summary>
    /// <param name="start">The pattern of a document.</param>
    /// <param name="root">Its position.</param>
    public void Check(Pattern start, SchemaElement root)
    {
        work.Place = root;
        Check(start, Around.Start);
        while (_waiting.TryDequeue(out ElementPattern? element))
        {
            work.Place = sources[element];
            Check(element.Content, Around.None);
            ContentTypes.Check(element.Content, work);
        }
    }

    private void Check(Pattern pattern, Around around)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        work.Budget.Spend();
        if (!(_seen[(int)around] ??= []).Add(pattern))
        {
            return;
        }

        Forbid(pattern, around);
        switch (pattern)
        {
            case ElementPattern element when _elements.Add(element):
                _waiting.Enqueue(element);
                break;
            case Attribute attribute:
                Check(attribute.Content, Around.Attribute);
                break;
            case Choice choice:
                Array.ForEach(choice.Alternatives, a => Check(a, around));
                break;
            case Group group:
                Overlaps.Check(Spine(group), isInterleave: false, work);
                CheckSpine(group, around);
                break;
            case Interleave mixed:
                Overlaps.Check(mixed.Parts, isInterleave: true, work);
                Array.ForEach(mixed.Parts, p => Check(p, InGroup(around)));
                break;
            case OneOrMore repeat:
                Check(repeat.Repeated, around | Around.Repeat);
                break;
            case List list:
                Check(list.Content, Around.List);
                break;
            case Data { Except: not NotAllowed and var except }:
                Check(except, Around.Except);
                break;
        }
    }

    private void CheckSpine(Group group, Around around) => Spine(group).ForEach(part => Check(part, InGroup(around)));

    private static List<Pattern> Spine(Group group)
    {
        List<Pattern> parts = [group.First];
        Pattern rest = group.Rest;
        for (; rest is Group next; rest = next.Rest)
        {
            parts.Add(next.First);
        }

        parts.Add(rest);
        return parts;
    }

    private static Around InGroup(Around around) => around.HasFlag(Around.Repeat) ? around | Around.RepeatedGroup : around;

    private void Forbid(Pattern pattern, Around around)
    {
        string? reason = (pattern, around) switch
        {
            (not (ElementPattern or Choice or NotAllowed), Around.Start) => Text.Of(Messages.Restriction_Start, Word(pattern)),
            (Attribute, _) when around.HasFlag(Around.RepeatedGroup) => Text.Of(Messages.Restriction_Repeated, Word(pattern)),
            (Attribute { Names.IsInfinite: true }, _) when !around.HasFlag(Around.Repeat) => Messages.Restriction_Infinite,
            (Attribute or ElementPattern, _) when around.HasFlag(Around.Attribute) =>
                Text.Of(Messages.Restriction_Attribute, Word(pattern)),
            (Attribute or ElementPattern or AnyText or List or Interleave, _) when around.HasFlag(Around.List) =>
                Text.Of(Messages.Restriction_List, Word(pattern)),
            (not (Data or Value or Choice or NotAllowed), _) when around.HasFlag(Around.Except) =>
                Text.Of(Messages.Restriction_Except, Word(pattern)),
            _ => null,
        };
        if (reason is not null)
        {
            throw work.Place!.Error(reason);
        }
    }

    // As written in a schema.
    private static string Word(Pattern pattern) => pattern switch
    {
        Attribute attribute => $"attribute {string.Join(", ", attribute.Names.Names)}".TrimEnd(),
        ElementPattern element => $"element {string.Join(", ", element.Names.Names)}".TrimEnd(),
        AnyText => "text",
        OneOrMore => "oneOrMore",
        _ => pattern.GetType().Name.ToLowerInvariant(),
    };
}
