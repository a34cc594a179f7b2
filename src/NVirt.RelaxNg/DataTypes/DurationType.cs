using System.Globalization;
using System.Text.RegularExpressions;

namespace NVirt.RelaxNg.DataTypes;

/// <summary>Durations: months and seconds, which cannot be converted into each other.</summary>
internal sealed class DurationType : DataType
{
    // XML Schema's reference dates: a duration is less than another if it is less from all of them.
    private static readonly (int Year, int Month)[] Starts = [(1696, 9), (1697, 2), (1903, 3), (1903, 7)];

    public override string Description => Messages.Type_Duration;

    public override bool IsOrdered => true;

    public override string? KeyOf(string text, ITextContext context)
    {
        Match match = DateForms.Duration().Match(text);
        if (!match.Success)
        {
            return null;
        }

        int sign = match.Groups["sign"].Success ? -1 : 1;
        decimal months = (Part(match, "years") * 12) + Part(match, "months");
        decimal seconds = (((((Part(match, "days") * 24) + Part(match, "hours")) * 60) + Part(match, "minutes")) * 60)
            + Part(match, "seconds");
        return string.Create(CultureInfo.InvariantCulture, $"{sign * months};{sign * seconds / 1.000000000000000m}");
    }

    public override int? Compare(string left, string right)
    {
        int[] orders = [.. Starts.Select(s => Seconds(left, s.Year, s.Month).CompareTo(Seconds(right, s.Year, s.Month))).Distinct()];
        return orders is [var order] ? order : null;
    }

    private static decimal Part(Match match, string name) =>
        match.Groups[name].Success ? decimal.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static decimal Seconds(string key, int year, int month)
    {
        string[] parts = key.Split(';');
        long months = long.Parse(parts[0], CultureInfo.InvariantCulture);
        return (Calendar.Days(year, month + months, 1) * 86400m) + decimal.Parse(parts[1], CultureInfo.InvariantCulture);
    }
}
