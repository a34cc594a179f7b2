using System.Text.RegularExpressions;

namespace NVirt.RelaxNg.DataTypes;

/// <summary>How the parts of a calendar date and a time of day are written. Their ranges are checked elsewhere.</summary>
internal static partial class DateForms
{
    private const string Year = "(?<year>-?([1-9][0-9]{0,10})?[0-9]{4})";
    private const string Month = "(?<month>[0-9]{2})";
    private const string Day = "(?<day>[0-9]{2})";
    private const string Clock = @"(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(\.(?<fraction>[0-9]+))?";
    private const string Zone = @"(?<zone>Z|[+\-][0-9]{2}:[0-9]{2})?\z";
    private const int Timeout = 60_000;

    [GeneratedRegex($"^{Year}-{Month}-{Day}T{Clock}{Zone}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    public static partial Regex DateTime();

    [GeneratedRegex($"^{Year}-{Month}-{Day}{Zone}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    public static partial Regex Date();

    [GeneratedRegex($"^{Clock}{Zone}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    public static partial Regex Time();

    [GeneratedRegex($"^{Year}-{Month}{Zone}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    public static partial Regex YearMonth();

    [GeneratedRegex($"^{Year}{Zone}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    public static partial Regex OnlyYear();

    [GeneratedRegex($"^--{Month}-{Day}{Zone}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    public static partial Regex MonthDay();

    [GeneratedRegex($"^--{Month}{Zone}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    public static partial Regex OnlyMonth();

    [GeneratedRegex($"^---{Day}{Zone}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, Timeout)]
    public static partial Regex OnlyDay();

    [GeneratedRegex(
        @"^(?<sign>-)?P(?=[0-9T])((?<years>[0-9]{1,12})Y)?((?<months>[0-9]{1,12})M)?((?<days>[0-9]{1,12})D)?(T(?=[0-9.])((?<hours>[0-9]{1,"
            + @"12})H)?((?<minutes>[0-9]{1,12})M)?((?<seconds>[0-9]{1,12}(\.[0-9]{0,9})?|\.[0-9]{1,9})S)?)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        Timeout)]
    public static partial Regex Duration();
}
