namespace NVirt.RelaxNg.DataTypes;

/// <summary>A type with conditions.</summary>
/// <param name="type">The type.</param>
/// <param name="facets">The conditions, all of which have to be met.</param>
/// <param name="documentation">What the schema says about it, or <see langword="null"/>.</param>
internal sealed class FacetedType(DataType type, Facet[] facets, Documentation? documentation = null) : DataType
{
    public override WhiteSpace WhiteSpace => type.WhiteSpace;

    public override string Description =>
        documentation?.Name ?? Bounded() ?? string.Join(' ', [type.Description, .. facets.Select(f => f.Description)]);

    public override string? KeyOf(string text, ITextContext context)
    {
        if (type.KeyOf(text, context) is not { } key)
        {
            return null;
        }

        foreach (Facet facet in facets)
        {
            if (!facet.Allows(text, key, context.Budget))
            {
                return null;
            }
        }

        return key;
    }

    // Numbers with bounds only: an integer from 1 to 8.
    private string? Bounded()
    {
        if (type is not DecimalType number || !facets.All(f => f is Facet.Bound { IsInclusive: true }))
        {
            return null;
        }

        string? least = facets.OfType<Facet.Bound>().LastOrDefault(b => b.IsLeast)?.Key ?? number.Least;
        string? most = facets.OfType<Facet.Bound>().LastOrDefault(b => !b.IsLeast)?.Key ?? number.Most;
        return DecimalType.Range(number.IsInteger, least, most);
    }
}
