using NVirt.RelaxNg.DataTypes;
using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Matching;

/// <summary>
/// The patterns of a schema as an automaton with a stack, which comes into being while documents are read: once the shapes of documents
/// are known, each event costs looking up what follows. Safe for several threads.
/// </summary>
internal sealed class Automaton
{
    /// <summary>It is full with this many things: then a new one takes its place, so that no document can fill the memory.</summary>
    private const int Most = 50_000;

    private readonly Lock _gate = new();
    private readonly PatternPool _pool;
    private readonly Derivatives _derivatives;
    private readonly HashSet<State> _states = new(new SameParts());
    private readonly int _given;
    private int _steps;

    /// <summary>Begins with nothing but the patterns of the schema.</summary>
    public Automaton(PatternPool schema)
    {
        _pool = new PatternPool(schema);
        _derivatives = new Derivatives(_pool);
        _given = _pool.Count;
    }

    /// <summary>How many states, steps and patterns came into being: the work that was done beside looking up.</summary>
    public int Size => _states.Count + _steps + _pool.Count - _given;

    public bool IsFull => Size > Most;

    /// <summary>The state of one pattern.</summary>
    public State StateOf(Pattern pattern)
    {
        lock (_gate)
        {
            return Intern([pattern]);
        }
    }

    /// <summary>What a start tag leads to.</summary>
    public ElementStep Open(State state, string @namespace, string local)
    {
        if (state.FindElement(@namespace, local) is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            Name name = new(@namespace, local);
            ElementStep step = NewElementStep(state, name, skips: false);
            state.Remember(name, step);
            return step;
        }
    }

    /// <summary>What a start tag leads to if what is required before it may be missing.</summary>
    public ElementStep OpenSkipping(State state, Name name)
    {
        lock (_gate)
        {
            return NewElementStep(state, name, skips: true);
        }
    }

    /// <summary>What an attribute leads to.</summary>
    public AttributeStep Attribute(State state, string @namespace, string local)
    {
        if (state.FindAttribute(@namespace, local) is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            Name name = new(@namespace, local);
            Pattern[] contents = [.. state.Parts.SelectMany(AttributesOf).Where(a => a.Names.Contains(name)).Select(a => a.Content).Distinct()];
            _steps++;
            AttributeStep step = new([.. contents.Select(c => Intern([c]))], new Outcomes(right => Follow(state, contents, right, (p, matched) => _derivatives.Attribute(p, name, matched))));
            state.Remember(name, step);
            return step;
        }
    }

    /// <summary>The state behind the attributes; dead if one is missing.</summary>
    public State Close(State state)
    {
        if (state.Closed is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            return state.Closed = Intern([.. state.Parts.Select(p => _derivatives.Close(p))]);
        }
    }

    /// <summary>The state behind the attributes when some are missing.</summary>
    public State CloseForgiving(State state)
    {
        lock (_gate)
        {
            return Intern([.. state.Parts.Select(p => _derivatives.Close(p, forgives: true))]);
        }
    }

    /// <summary>What a text leads to.</summary>
    public TextStep Text(State state)
    {
        if (state.Text is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            Pattern[] leaves = [.. state.Parts.SelectMany(LeavesOf).Distinct()];
            _steps++;
            return state.Text = new TextStep(leaves, [.. leaves.Select(Inner)], new Outcomes(right => Follow(state, leaves, right, _derivatives.Read)));
        }
    }

    /// <summary>Whether a text may be all that stands at a state.</summary>
    public bool Fits(State state, string text, INamespaces namespaces) =>
        Text(state).After(text, this, namespaces).IsNullable || (state.IsNullable && Blanks.IsBlank(text));

    /// <summary>Whether the words of a text fit a list.</summary>
    public bool FitsWords(State state, string text, INamespaces namespaces)
    {
        foreach (string word in Blanks.Words(text))
        {
            state = Text(state).After(word, this, namespaces);
        }

        return state.IsNullable;
    }

    /// <summary>The same state of another automaton as one of this.</summary>
    public State Adopt(State state)
    {
        lock (_gate)
        {
            return Intern([.. state.Parts.Select(_pool.Adopt)]);
        }
    }

    /// <summary>The attributes that a pattern asks for.</summary>
    public static IEnumerable<Attribute> AttributesOf(Pattern pattern) => Parts.Of(pattern, p => p.HasAttributes).OfType<Attribute>();

    private static IEnumerable<Pattern> LeavesOf(Pattern pattern) => Parts.Of(pattern, p => p.HasText).Where(p => p is Data or Value or List);

    private State? Inner(Pattern leaf) => leaf switch
    {
        List list => Intern([list.Content]),
        Data { Except: not NotAllowed and var except } => Intern([except]),
        _ => null,
    };

    // Elements with the same rest are one element with a choice of contents; those with the same content have a choice of rests.
    private ElementStep NewElementStep(State state, Name name, bool skips)
    {
        int count = state.Parts.Length;
        Dictionary<Pattern, List<Pattern>[]> restsOfContents = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < count; i++)
        {
            IEnumerable<IGrouping<Pattern, Opening>> openings = _derivatives.Open(state.Parts[i], name, skips).GroupBy(o => o.Rest);
            foreach (IGrouping<Pattern, Opening> sameRest in openings)
            {
                Pattern content = _pool.Choice(sameRest.Select(o => o.Element.Content));
                if (!restsOfContents.TryGetValue(content, out List<Pattern>[]? rests))
                {
                    restsOfContents[content] = rests = [.. Enumerable.Range(0, count).Select(_ => new List<Pattern>())];
                }

                rests[i].Add(sameRest.Key);
            }
        }

        _steps++;
        Pattern[] contents = [.. restsOfContents.Keys];
        List<Pattern>[][] restsOf = [.. restsOfContents.Values];
        return new ElementStep(Intern(contents), new Outcomes(right => Join(count, right, restsOf)));
    }

    private State Join(int count, string right, List<Pattern>[][] restsOf)
    {
        lock (_gate)
        {
            _steps++;
            return Intern([.. Enumerable.Range(0, count).Select(i => _pool.Choice(right.SelectMany(r => restsOf[r][i])))]);
        }
    }

    private State Follow(State state, Pattern[] candidates, string right, Func<Pattern, IReadOnlySet<Pattern>, Pattern> derive)
    {
        lock (_gate)
        {
            _steps++;
            HashSet<Pattern> matched = [.. right.Select(r => candidates[r])];
            return Intern([.. state.Parts.Select(p => derive(p, matched))]);
        }
    }

    private State Intern(Pattern[] parts)
    {
        State state = new(parts);
        if (_states.TryGetValue(state, out State? known))
        {
            return known;
        }

        _states.Add(state);
        return state;
    }

    private sealed class SameParts : IEqualityComparer<State>
    {
        public bool Equals(State? x, State? y) => ReferenceEquals(x, y) || (x is not null && y is not null && x.Parts.AsSpan().SequenceEqual(y.Parts));

        public int GetHashCode(State obj)
        {
            int hash = 0;
            foreach (Pattern part in obj.Parts)
            {
                hash = (hash * 31) + System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(part);
            }

            return hash;
        }
    }
}
