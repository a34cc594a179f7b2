using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Schemas;

/// <summary>
/// Refuses attributes of the same name in a group, and elements of the same name, or text twice, in an interleave (sections 7.3 and 7.4).
/// </summary>
internal static class Overlaps
{
    public static void Check(IReadOnlyList<Pattern> parts, bool isInterleave, SchemaElement place)
    {
        Names attributes = new();
        Names elements = new();
        bool hasText = false;
        foreach (Pattern part in parts)
        {
            Add(attributes, Parts.Of(part, p => p.HasAttributes).OfType<Attribute>().Select(a => a.Names), Messages.Restriction_SameAttribute, place);
            if (isInterleave)
            {
                Add(elements, Parts.Of(part, p => p.HasElements).OfType<Element>().Select(e => e.Names), Messages.Restriction_SameElement, place);
                bool isText = Parts.Of(part, p => p.HasText).Exists(p => p is AnyText);
                hasText = !(isText && hasText) ? hasText || isText : throw place.Error(Messages.Restriction_SameText);
            }
        }
    }

    private static void Add(Names seen, IEnumerable<NameClass> classes, string message, SchemaElement place)
    {
        NameClass[] added = [.. classes.Distinct()];
        if (Array.Find(added, seen.Overlaps) is { } twice)
        {
            throw place.Error(Text.Of(message, twice.Names.Any() ? string.Join(", ", twice.Names) : Messages.Name_Any));
        }

        Array.ForEach(added, seen.Add);
    }

    /// <summary>The names of the parts before; single ones, which most are, are looked up.</summary>
    private sealed class Names
    {
        private readonly HashSet<Name> _single = [];
        private readonly List<NameClass> _others = [];

        public void Add(NameClass names)
        {
            if (names is NameClass.SimpleName simple)
            {
                _single.Add(simple.Name);
            }
            else
            {
                _others.Add(names);
            }
        }

        public bool Overlaps(NameClass names) => _others.Exists(names.Overlaps)
            || (names is NameClass.SimpleName simple ? _single.Contains(simple.Name) : _single.Any(names.Contains));
    }
}
