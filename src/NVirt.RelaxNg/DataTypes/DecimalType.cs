using NVirt.Xml;

namespace NVirt.RelaxNg.DataTypes;

/// <summary>Numbers in decimal digits, of any size.</summary>
/// <param name="isInteger">Whether a decimal point is not allowed.</param>
/// <param name="least">The least value, as a key, or <see langword="null"/> for none.</param>
/// <param name="most">The greatest value, as a key, or <see langword="null"/> for none.</param>
/// <param name="isUnsigned">Whether a sign is not allowed.</param>
internal sealed class DecimalType(bool isInteger, string? least = null, string? most = null, bool isUnsigned = false) : DataType
{
    public bool IsInteger => isInteger;

    public string? Least => least;

    public string? Most => most;

    public override string Description => Range(isInteger, least, most);

    public override bool IsOrdered => true;

    public override bool HasDigits => true;

    /// <summary>A range of numbers in words.</summary>
    public static string Range(bool isInteger, string? least, string? most) => (isInteger, least, most) switch
    {
        (true, null, null) => Messages.Type_Integer,
        (true, _, null) => Text.Of(Messages.Type_IntegerFrom, least),
        (true, null, _) => Text.Of(Messages.Type_IntegerTo, most),
        (true, _, _) => MistakeText.Integer(least, most),
        (false, null, null) => Messages.Type_Decimal,
        (false, _, null) => Text.Of(Messages.Type_DecimalFrom, least),
        (false, null, _) => Text.Of(Messages.Type_DecimalTo, most),
        (false, _, _) => Text.Of(Messages.Type_DecimalFromTo, least, most),
    };

    public override string? KeyOf(string text, ITextContext context) =>
        !(isUnsigned && text is ['-' or '+', ..])
        && Canonical(text) is { } key
        && (least is null || CompareKeys(key, least) >= 0)
        && (most is null || CompareKeys(key, most) <= 0) ? key : null;

    public override int? Compare(string left, string right) => CompareKeys(left, right);

    /// <summary>How many digits a key has before and after the decimal point.</summary>
    public static (int Before, int Behind) DigitsOf(string key)
    {
        int start = key.StartsWith('-') ? 1 : 0;
        int point = key.IndexOf('.');
        return point < 0 ? (key.Length - start, 0) : (point - start, key.Length - point - 1);
    }

    private string? Canonical(string text)
    {
        ReadOnlySpan<char> digits = text is ['-' or '+', .. var unsigned] ? unsigned : text;
        int point = isInteger ? -1 : digits.IndexOf('.');
        ReadOnlySpan<char> before = point < 0 ? digits : digits[..point];
        ReadOnlySpan<char> behind = point < 0 ? [] : digits[(point + 1)..];
        if (before.Length + behind.Length == 0 || before.ContainsAnyExceptInRange('0', '9') || behind.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        before = before.TrimStart('0');
        behind = behind.TrimEnd('0');
        if (before.Length == text.Length)
        {
            return text;
        }

        string number = string.Concat(before.Length == 0 ? "0" : before, behind.Length == 0 ? "" : ".", behind);
        return text[0] == '-' && number != "0" ? "-" + number : number;
    }

    private static int CompareKeys(string left, string right)
    {
        bool isNegative = left.StartsWith('-');
        if (isNegative != right.StartsWith('-'))
        {
            return isNegative ? -1 : 1;
        }

        int lengths = DigitsOf(left).Before.CompareTo(DigitsOf(right).Before);
        int order = lengths != 0 ? lengths : string.CompareOrdinal(left, right);
        return isNegative ? -order : order;
    }
}
