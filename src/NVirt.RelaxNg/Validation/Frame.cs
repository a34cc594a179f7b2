using NVirt.RelaxNg.Matching;

namespace NVirt.RelaxNg.Validation;

/// <summary>An open element.</summary>
internal struct Frame
{
    /// <summary>Its name as written in the document.</summary>
    public required string Name { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    /// <summary>The transitions of its start tag.</summary>
    public required ElementStep Step { get; init; }

    /// <summary>The automaton that <see cref="Step"/> and <see cref="Begin"/> belong to.</summary>
    public required Automaton Automaton { get; init; }

    /// <summary>The state to continue with after the element if it should not be there; otherwise <see langword="null"/>.</summary>
    public required State? Resume { get; init; }

    /// <summary>The state after its attributes.</summary>
    public State? Begin { get; set; }

    /// <summary>Whether it contains an element.</summary>
    public bool HasChildren { get; set; }
}
