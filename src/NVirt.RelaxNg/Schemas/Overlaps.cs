using NVirt.RelaxNg.Patterns;
using NVirt.Xml;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Schemas;

/// <summary>
/// Refuses attributes of the same name in a group, and elements of the same name, or text twice, in an interleave (sections
/// 7.3 and 7.4 of the specification).
/// </summary>
internal static class Overlaps
{
    public static void Check(IReadOnlyList<Pattern> parts, bool isInterleave, SchemaWork work)
    {
        Names attributes = new();
        Names elements = new();
        bool hasText = false;
        foreach (Pattern part in parts)
        {
            Add(attributes, Parts.Of(part, p => p.HasAttributes, work.Budget).OfType<Attribute>()
                .Select(a => a.Names), Messages.Restriction_SameAttribute, work);
            if (isInterleave)
            {
                Add(elements, Parts.Of(part, p => p.HasElements, work.Budget).OfType<ElementPattern>()
                    .Select(e => e.Names), Messages.Restriction_SameElement, work);
                bool isText = Parts.Of(part, p => p.HasText, work.Budget).Exists(p => p is AnyText);
                hasText = !(isText && hasText) ? hasText || isText : throw work.Place!.Error(Messages.Restriction_SameText);
            }
        }
    }

    private static void Add(Names seen, IEnumerable<NameClass> classes, string message, SchemaWork work)
    {
        NameClass[] added = [.. classes.Distinct()];
        if (Array.Find(added, a => seen.Overlaps(a, work.Budget)) is { } twice)
        {
            throw work.Place!.Error(Text.Of(message, twice.Names.Any() ? string.Join(", ", twice.Names) : Messages.Name_Any));
        }

        Array.ForEach(added, seen.Add);
    }

    /// <summary>The names of the preceding parts; single names, the usual case, are looked up.</summary>
    private sealed class Names
    {
        private readonly HashSet<Name> _single = [];
        private readonly List<NameClass> _others = [];
        private int _size;

        public void Add(NameClass names)
        {
            _size += names.Size;
            if (names is NameClass.SimpleName simple)
            {
                _single.Add(simple.Name);
            }
            else
            {
                _others.Add(names);
            }
        }

        public bool Overlaps(NameClass names, Budget budget)
        {
            if (names is NameClass.SimpleName simple && _others.Count == 0)
            {
                return _single.Contains(simple.Name);
            }

            // Each name of one is searched for in the other.
            budget.Spend((long)_size * names.Size);
            return _others.Exists(names.Overlaps) || _single.Any(names.Contains);
        }
    }
}
