using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.RelaxNg.Schemas;

/// <summary>A named pattern of a grammar, or its start, from one or more combined definitions.</summary>
/// <param name="name">The name; <see langword="null"/> for the start.</param>
internal sealed class Definition(string? name)
{
    private readonly List<SchemaElement> _places = [];
    private SchemaElement? _withoutCombine;
    private string? _combine;

    /// <summary>The definitions, in order.</summary>
    public IReadOnlyList<SchemaElement> Places => _places;

    /// <summary>Whether they are interleaved; otherwise they are a choice.</summary>
    public bool IsInterleave => _combine == "interleave";

    /// <summary>The pattern, once it is known.</summary>
    public Pattern? Pattern { get; set; }

    /// <summary>Whether the pattern is being built: a reference to it now is a recursion.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Adds a definition.</summary>
    public void Add(SchemaElement place)
    {
        string? combine = place["combine"];
        if (combine is not (null or "choice" or "interleave"))
        {
            throw place.Error(Text.Of(Messages.Schema_Combine, combine));
        }

        if (combine is null && _withoutCombine is not null)
        {
            throw place.Error(
                Text.Of(name is null ? Messages.Schema_StartTwice : Messages.Schema_DefinedTwice, name, _withoutCombine.Line));
        }

        if (combine is not null && _combine is not null && combine != _combine)
        {
            throw place.Error(Text.Of(name is null ? Messages.Schema_StartCombinedTwice : Messages.Schema_CombinedTwice, name));
        }

        _withoutCombine ??= combine is null ? place : null;
        _combine ??= combine;
        _places.Add(place);
    }
}
