using System.Runtime.CompilerServices;
using NVirt.Xml;

namespace NVirt.RelaxNg.Schemas;

/// <summary>The work of reading one schema with all its files: the current position, and the remaining budget.</summary>
internal sealed class SchemaWork
{
    private int _depth;

    public Budget Budget { get; } = Budget.ForSchema();

    /// <summary>The current element, for errors.</summary>
    public SchemaElement? Place { get; set; }

    /// <summary>Enters an element inside the current one.</summary>
    /// <returns>The previous one, for <see cref="Leave"/>.</returns>
    public SchemaElement? Enter(SchemaElement place)
    {
        SchemaElement? outer = Place;
        Place = place;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++_depth > Limits.PatternDepth)
        {
            throw new LimitException(Text.Of(Messages.Limit_Depth, Limits.PatternDepth));
        }

        Budget.Spend();
        return outer;
    }

    /// <summary>Leaves an element.</summary>
    public void Leave(SchemaElement? outer)
    {
        _depth--;
        Place = outer;
    }
}
