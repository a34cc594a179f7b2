using System.Collections.Concurrent;
using NVirt.RelaxNg.Patterns;

namespace NVirt.RelaxNg.Matching;

/// <summary>
/// How far an element was read: what may follow, for each way in which what was read so far can be understood. Mostly there is one.
/// An <see cref="Automaton"/> makes states and remembers in them what leads to which other state.
/// </summary>
/// <param name="parts">What may follow; a way that came to its end without success stays, as <see cref="NotAllowed"/>.</param>
internal sealed class State(Pattern[] parts)
{
    private ConcurrentDictionary<Name, ElementStep>? _elements;
    private ConcurrentDictionary<Name, AttributeStep>? _attributes;

    public Pattern[] Parts { get; } = parts;

    /// <summary>Whether nothing fits any more.</summary>
    public bool IsDead { get; } = Array.TrueForAll(parts, p => p is NotAllowed);

    /// <summary>Whether the element may end here.</summary>
    public bool IsNullable { get; } = Array.Exists(parts, p => p.IsNullable);

    /// <summary>The state when there are no more attributes, once it is known.</summary>
    public State? Closed { get; set; }

    /// <summary>What a text leads to, once it is known.</summary>
    public TextStep? Text { get; set; }

    public ElementStep? FindElement(Name name) => _elements?.TryGetValue(name, out ElementStep? step) == true ? step : null;

    public AttributeStep? FindAttribute(Name name) => _attributes?.TryGetValue(name, out AttributeStep? step) == true ? step : null;

    public void Remember(Name name, ElementStep step) => (_elements ??= New<ElementStep>())[name] = step;

    public void Remember(Name name, AttributeStep step) => (_attributes ??= New<AttributeStep>())[name] = step;

    // Most states have few ways out, and there are many states.
    private static ConcurrentDictionary<Name, T> New<T>() => new(concurrencyLevel: 1, capacity: 3);
}
