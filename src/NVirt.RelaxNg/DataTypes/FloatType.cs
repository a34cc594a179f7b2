using System.Buffers;
using System.Globalization;

namespace NVirt.RelaxNg.DataTypes;

/// <summary>Binary floating point, 32 or 64 bits.</summary>
/// <param name="isSingle">Whether it has 32 bits.</param>
internal sealed class FloatType(bool isSingle) : DataType
{
    private const NumberStyles Form = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789.eE+-");

    public override string Description => Messages.Type_Float;

    public override bool IsOrdered => true;

    public override string? KeyOf(string text, ITextContext context) => text switch
    {
        "INF" or "-INF" or "NaN" => text,
        _ when text.AsSpan().ContainsAnyExcept(Characters) => null,
        _ => double.TryParse(text, Form, CultureInfo.InvariantCulture, out double number) ? Key(isSingle ? (float)number : number) : null,
    };

    // NaN equals itself here, and is not ordered relative to other numbers.
    public override int? Compare(string left, string right) => (left, right) switch
    {
        ("NaN", "NaN") => 0,
        ("NaN", _) or (_, "NaN") => null,
        _ => Number(left).CompareTo(Number(right)),
    };

    private static string Key(double number) => number switch
    {
        double.PositiveInfinity => "INF",
        double.NegativeInfinity => "-INF",
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };

    private static double Number(string key) => key switch
    {
        "INF" => double.PositiveInfinity,
        "-INF" => double.NegativeInfinity,
        _ => double.Parse(key, CultureInfo.InvariantCulture),
    };
}
