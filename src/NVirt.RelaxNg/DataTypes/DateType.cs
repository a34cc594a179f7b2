using System.Globalization;
using System.Text.RegularExpressions;

namespace NVirt.RelaxNg.DataTypes;

/// <summary>Dates, times, and parts of them, with or without a time zone.</summary>
/// <param name="form">How it is written.</param>
/// <param name="description">Gives the type in words.</param>
internal sealed class DateType(Func<Regex> form, Func<string> description) : DataType
{
    private const int Day = 24 * 60 * 60;
    private const int FarthestZone = 14 * 60 * 60;

    public override string Description => description();

    public override bool IsOrdered => true;

    /// <summary>Seconds, their fraction, and whether they are universal time (Z).</summary>
    public override string? KeyOf(string text, ITextContext context)
    {
        Match match = form().Match(text);
        if (!match.Success || Year(match) is not { } year)
        {
            return null;
        }

        (int month, int day) = (Part(match, "month", 1), Part(match, "day", 1));
        (int hour, int minute, int second) = (Part(match, "hour", 0), Part(match, "minute", 0), Part(match, "second", 0));
        string fraction = match.Groups["fraction"].Value.TrimEnd('0');
        bool isMidnight = hour == 24 && minute == 0 && second == 0 && fraction.Length == 0;
        if (month is < 1 or > 12 || day < 1 || day > Calendar.DaysOf(year, month) || (hour > 23 && !isMidnight) || minute > 59
            || second > 59
            || Zone(match.Groups["zone"].Value) is not { } zone)
        {
            return null;
        }

        // A time of day without a date wraps around.
        long days = match.Groups["day"].Success || !match.Groups["hour"].Success ? Calendar.Days(year, month, day) : 0;
        Int128 seconds = ((Int128)days * Day) + (hour * 60 * 60) + (minute * 60) + second - zone;
        if (!match.Groups["day"].Success && match.Groups["hour"].Success)
        {
            seconds = ((seconds % Day) + Day) % Day;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{seconds}.{fraction}{(match.Groups["zone"].Success ? "Z" : string.Empty)}");
    }

    // A value without a time zone may be in any: values whose order depends on the zone are unordered.
    public override int? Compare(string left, string right)
    {
        if (left.EndsWith('Z') == right.EndsWith('Z'))
        {
            return Order(left, right, 0);
        }

        int sign = left.EndsWith('Z') ? 1 : -1;
        (string zoned, string local) = sign == 1 ? (left, right) : (right, left);
        return Order(zoned, local, -FarthestZone) < 0 ? -sign
            : Order(zoned, local, FarthestZone) > 0 ? sign
            : null;
    }

    private static int Order(string left, string right, int shift)
    {
        string[] first = left.TrimEnd('Z').Split('.');
        string[] second = right.TrimEnd('Z').Split('.');
        int order = Int128.Parse(first[0], CultureInfo.InvariantCulture)
            .CompareTo(Int128.Parse(second[0], CultureInfo.InvariantCulture) + shift);
        return order != 0 ? order : string.CompareOrdinal(first[1], second[1]);
    }

    // A leap year by default, so that 29 February exists. There was no year 0: the year before 1 was -1.
    private static long? Year(Match match) => !match.Groups["year"].Success ? 1972
        : long.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) switch
        {
            0 => null,
            < 0 and var before => before + 1,
            var year => year,
        };

    private static int Part(Match match, string name, int missing) =>
        match.Groups[name].Success ? int.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : missing;

    private static int? Zone(string zone)
    {
        if (zone is "" or "Z")
        {
            return 0;
        }

        int hours = int.Parse(zone.AsSpan(1, 2), CultureInfo.InvariantCulture);
        int minutes = int.Parse(zone.AsSpan(4, 2), CultureInfo.InvariantCulture);
        int seconds = ((hours * 60) + minutes) * 60;
        return minutes > 59 || seconds > FarthestZone ? null : zone[0] == '-' ? -seconds : seconds;
    }
}
