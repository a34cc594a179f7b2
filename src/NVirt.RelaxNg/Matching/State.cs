using NVirt.RelaxNg.Patterns;

namespace NVirt.RelaxNg.Matching;

/// <summary>
/// How far an element was read: what may follow, for each way of understanding what was read so far. Usually there is one.
/// An <see cref="Automaton"/> creates states and stores the transitions between them.
/// </summary>
/// <param name="parts">What may follow; a way that failed stays, as <see cref="NotAllowed"/>.</param>
internal sealed class State(Pattern[] parts)
{
    private NameMap<ElementStep>? _elements;
    private NameMap<AttributeStep>? _attributes;

    public Pattern[] Parts { get; } = parts;

    /// <summary>Whether nothing matches any more.</summary>
    public bool IsDead { get; } = Array.TrueForAll(parts, p => p is NotAllowed);

    /// <summary>Whether the element may end here.</summary>
    public bool IsNullable { get; } = Array.Exists(parts, p => p.IsNullable);

    /// <summary>The state when there are no more attributes, once it is known.</summary>
    public State? Closed { get; set; }

    /// <summary>The transitions for a text, once they are known.</summary>
    public TextStep? Text { get; set; }

    public ElementStep? FindElement(string @namespace, string local) => _elements?.Find(@namespace, local);

    public AttributeStep? FindAttribute(string @namespace, string local) => _attributes?.Find(@namespace, local);

    public void Remember(Name name, ElementStep step) => (_elements ??= new NameMap<ElementStep>()).Add(name, step);

    public void Remember(Name name, AttributeStep step) => (_attributes ??= new NameMap<AttributeStep>()).Add(name, step);
}
