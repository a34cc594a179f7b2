using System.Runtime.CompilerServices;

namespace NVirt.RelaxNg.Schemas;

/// <summary>Reading one schema with all its files: where it is, and what it may still cost.</summary>
internal sealed class SchemaWork
{
    private int _depth;

    public Budget Budget { get; } = Budget.ForSchema();

    /// <summary>The element that is worked on, for errors.</summary>
    public SchemaElement? Place { get; set; }

    /// <summary>Begins an element inside of the one before.</summary>
    /// <returns>The one before, for <see cref="Leave"/>.</returns>
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

    /// <summary>Ends an element.</summary>
    public void Leave(SchemaElement? outer)
    {
        _depth--;
        Place = outer;
    }
}
