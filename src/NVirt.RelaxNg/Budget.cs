namespace NVirt.RelaxNg;

/// <summary>
/// The steps that one task may take. They are counted and not timed, so that the same input always ends in the same way. Not safe for
/// several threads.
/// </summary>
internal sealed class Budget
{
    private readonly long _steps;
    private readonly string _format;
    private long _left;

    private Budget(long steps, string format)
    {
        _steps = steps;
        _format = format;
        _left = steps;
    }

    /// <summary>That of reading a schema.</summary>
    public static Budget ForSchema() => new(Limits.SchemaSteps, Messages.Limit_SchemaSteps);

    /// <summary>That of validating a document.</summary>
    public static Budget ForDocument() => new(Limits.DocumentSteps, Messages.Limit_DocumentSteps);

    /// <summary>Takes some steps.</summary>
    /// <exception cref="LimitException">There are not so many left.</exception>
    public void Spend(long count = 1)
    {
        _left -= count;
        if (_left < 0)
        {
            throw new LimitException(Text.Of(_format, _steps));
        }
    }

    /// <summary>How many were taken; those that were added do not count.</summary>
    public long Spent => _steps - _left;

    /// <summary>Adds steps, since there is more to do than was known.</summary>
    public void Add(long count) => _left += count;
}
