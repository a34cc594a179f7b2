using System.Runtime.CompilerServices;
using NVirt.RelaxNg.DataTypes;
using NVirt.Xml;

namespace NVirt.RelaxNg.Patterns;

/// <summary>
/// Creates patterns, simplified and each only once, so that equal ones are the same object. Not safe for several threads.
/// </summary>
internal sealed class PatternPool
{
    /// <summary>Up to this many alternatives are compared one by one.</summary>
    private const int Few = 16;

    /// <summary>The steps that a new pattern costs in addition to its parts.</summary>
    private const int Made = 8;

    private readonly HashSet<Pattern> _patterns;
    private readonly bool _sorts;
    private readonly int _deepest;
    private int _made;

    /// <summary>An empty pool for the patterns of a schema, whose alternatives keep the order of the schema.</summary>
    /// <param name="budget">The budget for creating patterns.</param>
    public PatternPool(Budget budget)
    {
        _patterns = new HashSet<Pattern>(new Comparer());
        _deepest = Limits.PatternDepth;
        Budget = budget;
    }

    /// <summary>
    /// A pool for what is derived from the patterns of another one. Alternatives are sorted, so that the result does not depend on
    /// how it was reached.
    /// </summary>
    public PatternPool(PatternPool schema)
    {
        _patterns = new HashSet<Pattern>(schema._patterns, schema._patterns.Comparer);
        _made = schema._made;
        _sorts = true;
        _deepest = Limits.DerivedDepth;
        Budget = schema.Budget;
    }

    /// <summary>The budget of the current caller for creating patterns.</summary>
    public Budget Budget { get; set; }

    /// <summary>The total number of parts of the patterns that this pool created.</summary>
    public int Weight { get; private set; }

    /// <summary>How many patterns were created, including those that were there before.</summary>
    public int Count => _made;

    public ElementPattern Element(NameClass names) => new(names) { Number = ++_made };

    public Pattern Attribute(NameClass names, Pattern content) => content is NotAllowed ? content : Intern(new Attribute(names, content));

    public Pattern List(Pattern content) => content is NotAllowed ? content : Intern(new List(content));

    public Pattern Data(DataType type, Pattern except) => Intern(new Data(type, except));

    public Pattern Value(DataType type, string key, string text) => Intern(new Value(type, key, text));

    public Pattern OneOrMore(Pattern repeated) => repeated is NotAllowed or Patterns.Empty or Patterns.OneOrMore ? repeated
        : Intern(new OneOrMore(repeated));

    public Pattern ZeroOrMore(Pattern repeated) => Optional(OneOrMore(repeated));

    public Pattern Optional(Pattern pattern) => pattern.IsNullable ? pattern : Choice([pattern, Patterns.Empty.Instance]);

    /// <summary>A choice of the alternatives. An empty alternative is dropped if another one can also be empty.</summary>
    public Pattern Choice(IEnumerable<Pattern> alternatives)
    {
        List<Pattern> kept = [];
        HashSet<Pattern>? seen = null;
        bool isOptional = false;
        foreach (Pattern alternative in alternatives)
        {
            foreach (Pattern single in alternative is Choice choice ? choice.Alternatives : [alternative])
            {
                Budget.Spend();
                isOptional |= single is Empty;
                if (single is NotAllowed or Empty || seen?.Contains(single) == true || (seen is null && kept.Contains(single)))
                {
                    continue;
                }

                kept.Add(single);
                Bound(kept);
                seen?.Add(single);
                if (kept.Count == Few)
                {
                    seen = new HashSet<Pattern>(kept, ReferenceEqualityComparer.Instance);
                }
            }
        }

        if (_sorts)
        {
            kept.Sort(static (left, right) => left.Number.CompareTo(right.Number));
        }

        if (isOptional && !kept.Exists(k => k.IsNullable))
        {
            kept.Add(Patterns.Empty.Instance);
        }

        return kept switch
        {
            [] => NotAllowed.Instance,
            [var only] => only,
            _ => Intern(new Choice([.. kept]), kept.Count),
        };
    }

    public Pattern Group(Pattern first, Pattern rest) => (first, rest) switch
    {
        (NotAllowed, _) or (_, Empty) => first,
        (_, NotAllowed) or (Empty, _) => rest,
        (Group group, _) => Append(group, rest),
        _ => Intern(new Group(first, rest), 2),
    };

    private Pattern Append(Group group, Pattern rest)
    {
        List<Pattern> parts = [];
        Pattern last = group;
        for (; last is Group next; last = next.Rest)
        {
            Budget.Spend();
            parts.Add(next.First);
        }

        Pattern whole = Intern(new Group(last, rest), 2);
        for (int i = parts.Count - 1; i >= 0; i--)
        {
            whole = Intern(new Group(parts[i], whole), 2);
        }

        return whole;
    }

    public Pattern Interleave(IEnumerable<Pattern> parts)
    {
        List<Pattern> kept = [];
        foreach (Pattern part in parts)
        {
            Budget.Spend();
            switch (part)
            {
                case NotAllowed:
                    return part;
                case Empty:
                    break;
                case Interleave inner:
                    Budget.Spend(inner.Parts.Length);
                    kept.AddRange(inner.Parts);
                    break;
                default:
                    kept.Add(part);
                    break;
            }

            Bound(kept);
        }

        return kept switch
        {
            [] => Patterns.Empty.Instance,
            [var only] => only,
            _ => Intern(new Interleave([.. kept]), kept.Count),
        };
    }

    /// <summary>The same pattern from another pool for the same schema. The schema's own patterns are in all of them.</summary>
    public Pattern Adopt(Pattern pattern) => Adopt(pattern, new Dictionary<Pattern, Pattern>(ReferenceEqualityComparer.Instance));

    private Pattern Adopt(Pattern pattern, Dictionary<Pattern, Pattern> adopted)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Budget.Spend();
        if (adopted.TryGetValue(pattern, out Pattern? known))
        {
            return known;
        }

        return adopted[pattern] = pattern switch
        {
            Choice choice => Choice(choice.Alternatives.Select(a => Adopt(a, adopted))),
            Interleave mixed => Interleave(mixed.Parts.Select(p => Adopt(p, adopted))),
            Group group => Group(Adopt(group.First, adopted), Adopt(group.Rest, adopted)),
            OneOrMore repeat => OneOrMore(Adopt(repeat.Repeated, adopted)),
            _ => pattern,
        };
    }

    private static void Bound(List<Pattern> parts)
    {
        if (parts.Count > Limits.Parts)
        {
            throw new LimitException(Text.Of(Messages.Limit_Parts, Limits.Parts));
        }
    }

    private Pattern Intern(Pattern pattern, int parts = 1)
    {
        if (_patterns.TryGetValue(pattern, out Pattern? known))
        {
            return known;
        }

        if (pattern.Depth > _deepest)
        {
            throw new LimitException(Text.Of(Messages.Limit_Depth, _deepest));
        }

        Budget.Spend(Made + parts);
        Weight += parts;
        if (_sorts && Weight > Limits.DerivedParts)
        {
            throw new LimitException(Text.Of(Messages.Limit_Derived, Limits.DerivedParts));
        }

        pattern.Number = ++_made;
        _patterns.Add(pattern);
        return pattern;
    }

    private sealed class Comparer : IEqualityComparer<Pattern>
    {
        public bool Equals(Pattern? x, Pattern? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.IsSame(y));

        public int GetHashCode(Pattern obj) => obj.Hash();
    }
}
