namespace NVirt.RelaxNg.DataTypes;

/// <summary>The Gregorian calendar, for all years.</summary>
internal static class Calendar
{
    /// <summary>Days from the first of January of the year 0 to a date. Months may be any number.</summary>
    public static long Days(long year, long month, long day)
    {
        year += Floor(month - 1, 12);
        month = month - 1 - (12 * Floor(month - 1, 12));
        long before = (year * 365) + Floor(year + 3, 4) - Floor(year + 99, 100) + Floor(year + 399, 400);
        for (int i = 1; i <= month; i++)
        {
            before += DaysOf(year, i);
        }

        return before + day - 1;
    }

    /// <summary>The days of a month from 1 to 12.</summary>
    public static int DaysOf(long year, int month) => month switch
    {
        2 => (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    private static long Floor(long number, long divisor) => (number / divisor) - (number % divisor < 0 ? 1 : 0);
}
