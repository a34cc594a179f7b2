using NVirt.RelaxNg.DataTypes;
using NVirt.RelaxNg.Patterns;
using Attribute = NVirt.RelaxNg.Patterns.Attribute;

namespace NVirt.RelaxNg.Matching;

/// <summary>
/// The patterns of a schema as a pushdown automaton, built while documents are read: once the shapes of documents
/// are known, each event costs only look-ups. Safe for several threads.
/// </summary>
internal sealed class Automaton
{
    /// <summary>The steps that a state costs in addition to its parts.</summary>
    private const int StateMade = 8;

    private readonly Lock _gate = new();
    private readonly PatternPool _pool;
    private readonly Derivatives _derivatives;
    private readonly HashSet<State> _states = new(new SameParts());
    private readonly int _given;
    private int _steps;

    /// <summary>Starts with only the patterns of the schema.</summary>
    public Automaton(PatternPool schema)
    {
        _pool = new PatternPool(schema);
        _derivatives = new Derivatives(_pool);
        _given = _pool.Count;
    }

    /// <summary>How many states, steps and patterns were created: the work done apart from look-ups.</summary>
    public int Size => _states.Count + _steps + _pool.Count - _given;

    /// <summary>Whether it is full: then a new one replaces it, so that no document can fill the memory.</summary>
    public bool IsFull => Size > Limits.Remembered || _pool.Weight > Limits.RememberedParts;

    /// <summary>The state of one pattern.</summary>
    public State StateOf(Pattern pattern, Budget budget)
    {
        lock (_gate)
        {
            _pool.Budget = budget;
            return Intern([pattern]);
        }
    }

    /// <summary>The transitions for a start tag.</summary>
    public ElementStep Open(State state, string @namespace, string local, Budget budget)
    {
        if (state.FindElement(@namespace, local) is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            _pool.Budget = budget;
            Name name = new(@namespace, local);
            ElementStep step = NewElementStep(state, name, skips: false);
            state.Remember(name, step);
            return step;
        }
    }

    /// <summary>The transitions for a start tag if something required before it may be missing.</summary>
    public ElementStep OpenSkipping(State state, Name name, Budget budget)
    {
        lock (_gate)
        {
            _pool.Budget = budget;
            return NewElementStep(state, name, skips: true);
        }
    }

    /// <summary>The transitions for an attribute.</summary>
    public AttributeStep Attribute(State state, string @namespace, string local, Budget budget)
    {
        if (state.FindAttribute(@namespace, local) is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            _pool.Budget = budget;
            Name name = new(@namespace, local);
            Pattern[] contents =
                Told(state.Parts.SelectMany(p => AttributesOf(p, budget)).Where(a => Contains(a.Names, name)).Select(a => a.Content));
            _steps++;
            AttributeStep step =
                new([.. contents.Select(c => Intern([c]))], new Outcomes(
                    (right, later) => Follow(state, contents, right, later, (p, matched) => _derivatives.Attribute(p, name, matched))));
            if (!IsFull)
            {
                state.Remember(name, step);
            }

            return step;
        }
    }

    /// <summary>The state after the attributes; dead if one is missing.</summary>
    public State Close(State state, Budget budget)
    {
        if (state.Closed is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            _pool.Budget = budget;
            return state.Closed = Intern([.. state.Parts.Select(p => _derivatives.Close(p))]);
        }
    }

    /// <summary>The state after the attributes when some are missing.</summary>
    public State CloseForgiving(State state, Budget budget)
    {
        lock (_gate)
        {
            _pool.Budget = budget;
            return Intern([.. state.Parts.Select(p => _derivatives.Close(p, forgives: true))]);
        }
    }

    /// <summary>The transitions for a text.</summary>
    public TextStep Text(State state, Budget budget)
    {
        if (state.Text is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            _pool.Budget = budget;
            Pattern[] leaves = Told(state.Parts.SelectMany(p => LeavesOf(p, budget)));
            _steps++;
            return state.Text = new TextStep(
                leaves, [.. leaves.Select(Inner)], new Outcomes((right, later) => Follow(state, leaves, right, later, _derivatives.Read)));
        }
    }

    /// <summary>Whether a text can be the whole content in a state.</summary>
    public bool Fits(State state, string text, ITextContext context) =>
        Text(state, context.Budget).After(text, this, context).IsNullable || (state.IsNullable && Blanks.IsBlank(text));

    /// <summary>Whether the words of a text match a list.</summary>
    public bool FitsWords(State state, string text, ITextContext context)
    {
        foreach (string word in Blanks.Words(text))
        {
            state = Text(state, context.Budget).After(word, this, context);
        }

        return state.IsNullable;
    }

    /// <summary>The state of this automaton that corresponds to one of another.</summary>
    public State Adopt(State state, Budget budget)
    {
        lock (_gate)
        {
            _pool.Budget = budget;
            return Intern([.. state.Parts.Select(_pool.Adopt)]);
        }
    }

    /// <summary>The attributes that a pattern needs.</summary>
    public static IEnumerable<Attribute> AttributesOf(Pattern pattern, Budget budget) =>
        Parts.Of(pattern, p => p.HasAttributes, budget).OfType<Attribute>();

    private static IEnumerable<Pattern> LeavesOf(Pattern pattern, Budget budget) =>
        Parts.Of(pattern, p => p.HasText, budget).Where(p => p is Data or Value or List);

    private State? Inner(Pattern leaf) => leaf switch
    {
        List list => Intern([list.Content]),
        Data { Except: not NotAllowed and var except } => Intern([except]),
        _ => null,
    };

    // Elements with the same rest become one element with a choice of contents; those with the same content get a choice of rests.
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
                    _pool.Budget.Spend(count * 8L);
                    restsOfContents[content] = rests = [.. Enumerable.Range(0, count).Select(_ => new List<Pattern>())];
                }

                rests[i].Add(sameRest.Key);
            }
        }

        _steps++;
        Pattern[] contents = Told(restsOfContents.Keys);
        List<Pattern>[][] restsOf = [.. restsOfContents.Values];
        return new ElementStep(Intern(contents), new Outcomes((right, later) => Join(count, right, restsOf, later)));
    }

    private State Join(int count, string right, List<Pattern>[][] restsOf, Budget budget)
    {
        lock (_gate)
        {
            _pool.Budget = budget;
            _steps++;
            return Intern([.. Enumerable.Range(0, count).Select(i => _pool.Choice(right.SelectMany(r => restsOf[r][i])))]);
        }
    }

    private State Follow(
        State state, Pattern[] candidates, string right, Budget budget, Func<Pattern, IReadOnlySet<Pattern>, Pattern> derive)
    {
        lock (_gate)
        {
            _pool.Budget = budget;
            _steps++;
            HashSet<Pattern> matched = [.. right.Select(r => candidates[r])];
            return Intern([.. state.Parts.Select(p => derive(p, matched))]);
        }
    }

    private bool Contains(NameClass names, Name name)
    {
        _pool.Budget.Spend(names.Size);
        return names.Contains(name);
    }

    // The matches among them, encoded as characters.
    private static Pattern[] Told(IEnumerable<Pattern> patterns)
    {
        Pattern[] told = [.. patterns.Distinct()];
        return told.Length <= Limits.Parts ? told : throw new LimitException(NVirt.Xml.Text.Of(Messages.Limit_Parts, Limits.Parts));
    }

    private State Intern(Pattern[] parts)
    {
        _pool.Budget.Spend(StateMade + parts.Length);
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
        public bool Equals(State? x, State? y) => ReferenceEquals(x, y)
            || (x is not null && y is not null && x.Parts.AsSpan().SequenceEqual(y.Parts));

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
