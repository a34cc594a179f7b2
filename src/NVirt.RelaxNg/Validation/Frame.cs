using NVirt.RelaxNg.Matching;

namespace NVirt.RelaxNg.Validation;

/// <summary>An element that is open.</summary>
internal struct Frame
{
    /// <summary>Its name as the document writes it.</summary>
    public required string Name { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    /// <summary>What its start tag led to.</summary>
    public required ElementStep Step { get; init; }

    /// <summary>What <see cref="Step"/> and <see cref="Begin"/> belong to.</summary>
    public required Automaton Automaton { get; init; }

    /// <summary>The state to go on with behind the element if it should not be there; else <see langword="null"/>.</summary>
    public required State? Resume { get; init; }

    /// <summary>The state behind its attributes.</summary>
    public State? Begin { get; set; }

    /// <summary>Whether there was an element inside.</summary>
    public bool HasChildren { get; set; }
}
