using NVirt.Xml;

namespace NVirt.RelaxNg;

/// <summary>
/// The steps that one task may take. Steps are counted instead of timed, so the same input always gives the same result. Not safe for
/// use by several threads.
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

    /// <summary>The budget for reading a schema.</summary>
    public static Budget ForSchema() => new(Limits.SchemaSteps, Messages.Limit_SchemaSteps);

    /// <summary>The budget for validating a document.</summary>
    public static Budget ForDocument() => new(Limits.DocumentSteps, Messages.Limit_DocumentSteps);

    /// <summary>Takes some steps.</summary>
    /// <exception cref="LimitException">Not that many are left.</exception>
    public void Spend(long count = 1)
    {
        _left -= count;
        if (_left < 0)
        {
            throw new LimitException(Text.Of(_format, _steps));
        }
    }

    /// <summary>How many were taken; added ones do not count.</summary>
    public long Spent => _steps - _left;

    /// <summary>Adds steps, when there turns out to be more to do.</summary>
    public void Add(long count) => _left += count;
}
