using NVirt.RelaxNg.DataTypes;
using NVirt.RelaxNg.Patterns;

namespace NVirt.RelaxNg.Schemas;

/// <summary>An element of RELAX NG as written in a file; annotations other than documentation are left out.</summary>
internal sealed class SchemaElement
{
    public required string Name { get; init; }

    public required string? File { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    /// <summary>Attributes that RELAX NG knows, without white space around them.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>The namespace of names without a prefix inside it, from the nearest ns attribute.</summary>
    public required string Namespace { get; init; }

    /// <summary>The data type library, from the nearest datatypeLibrary attribute of the file.</summary>
    public required string Library { get; init; }

    /// <summary>The base of href attributes.</summary>
    public required string? Base { get; init; }

    public required NamespaceScope Namespaces { get; init; }

    public List<SchemaElement> Children { get; } = [];

    /// <summary>The text of an element that contains nothing else.</summary>
    public string Text { get; set; } = string.Empty;

    /// <summary>Its documentation, or <see langword="null"/>.</summary>
    public Documentation? Documentation { get; set; }

    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    /// <summary>An attribute that the vocabulary guarantees.</summary>
    public string Required(string attribute) => Attributes[attribute];

    public RelaxNgSchemaException Error(string reason) => new(File, Line, Column, reason);
}
