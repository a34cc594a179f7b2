using NVirt.RelaxNg.DataTypes.Expressions;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.RelaxNg.DataTypes;

/// <summary>A condition on the values of a type.</summary>
internal abstract record Facet
{
    /// <summary>Whether a value meets it.</summary>
    /// <param name="text">The value, with white space already handled.</param>
    /// <param name="key">Its key.</param>
    /// <param name="budget">The budget for checking.</param>
    public abstract bool Allows(string text, string key, Budget budget);

    /// <summary>The condition in words, to follow those of the type: that matches [0-9]+.</summary>
    public abstract string Description { get; }

    /// <summary>It matches a regular expression.</summary>
    public sealed record Pattern(Expression Expression) : Facet
    {
        public override string Description => Text.Of(Messages.Facet_Pattern, Expression.Source);

        public override bool Allows(string text, string key, Budget budget) => Expression.Matches(text, budget);
    }

    /// <summary>Its length is in a range.</summary>
    public sealed record Length(Func<string, int> Measure, int Least, int Most) : Facet
    {
        public override string Description => (Least, Most) switch
        {
            (_, int.MaxValue) => Text.Of(Messages.Facet_MinLength, Least),
            (0, _) => Text.Of(Messages.Facet_MaxLength, Most),
            _ when Least == Most => Text.Of(Messages.Facet_Length, Least),
            _ => Text.Of(Messages.Facet_LengthRange, Least, Most),
        };

        public override bool Allows(string text, string key, Budget budget) => Measure(key) is var length && length >= Least
            && length <= Most;
    }

    /// <summary>It is within a bound.</summary>
    /// <param name="Type">The type, for the order.</param>
    /// <param name="Key">The key of the bound.</param>
    /// <param name="Text">The bound.</param>
    /// <param name="IsLeast">Whether it is a lower bound.</param>
    /// <param name="IsInclusive">Whether the bound itself is allowed.</param>
    public sealed record Bound(DataType Type, string Key, string Text, bool IsLeast, bool IsInclusive) : Facet
    {
        public override string Description => NVirt.Xml.Text.Of(
            (IsLeast, IsInclusive) switch
            {
                (true, true) => Messages.Facet_MinInclusive,
                (true, false) => Messages.Facet_MinExclusive,
                (false, true) => Messages.Facet_MaxInclusive,
                (false, false) => Messages.Facet_MaxExclusive,
            },
            Text);

        public override bool Allows(string text, string key, Budget budget) => Type.Compare(key, Key) is { } order
            && ((IsInclusive && order == 0) || (IsLeast ? order > 0 : order < 0));
    }

    /// <summary>It has at most this many digits.</summary>
    /// <param name="Most">How many.</param>
    /// <param name="IsBehindPoint">Whether only digits after the decimal point count.</param>
    public sealed record Digits(int Most, bool IsBehindPoint) : Facet
    {
        public override string Description =>
            NVirt.Xml.Text.Of(IsBehindPoint ? Messages.Facet_FractionDigits : Messages.Facet_TotalDigits, Most);

        public override bool Allows(string text, string key, Budget budget)
        {
            (int before, int behind) = DecimalType.DigitsOf(key);
            return (IsBehindPoint ? behind : behind + (before == 1 && behind > 0 && key.TrimStart('-')[0] == '0' ? 0 : before)) <= Most;
        }
    }
}
