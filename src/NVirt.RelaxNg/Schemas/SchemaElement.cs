namespace NVirt.RelaxNg.Schemas;

/// <summary>An element of RELAX NG as it stands in a file; annotations other than documentation are left out.</summary>
internal sealed class SchemaElement
{
    public required string Name { get; init; }

    public required string? File { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    /// <summary>Attributes that RELAX NG knows, without white space around them.</summary>
    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>The namespace of names without a prefix inside of it, from the nearest ns attribute.</summary>
    public required string Namespace { get; init; }

    /// <summary>The library of data types, from the nearest datatypeLibrary attribute of the file.</summary>
    public required string Library { get; init; }

    /// <summary>What href attributes are relative to.</summary>
    public required string? Base { get; init; }

    public required NamespaceScope Namespaces { get; init; }

    public List<SchemaElement> Children { get; } = [];

    /// <summary>The text of an element that has nothing else.</summary>
    public string Text { get; set; } = string.Empty;

    /// <summary>What it is in words, or <see langword="null"/>.</summary>
    public Documentation? Documentation { get; set; }

    public string? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    /// <summary>An attribute that the vocabulary makes sure of.</summary>
    public string Required(string attribute) => Attributes[attribute];

    public RelaxNgSchemaException Error(string reason) => new(File, Line, Column, reason);
}
