namespace NVirt.Cpu.Xml;

/// <summary>
/// The numbers that an attribute takes (cpu-core.md 1.1, parsing notes, and 2): leading blanks and a plus sign pass, a minus sign
/// and anything behind the digits do not.
/// </summary>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
/// <param name="ByPrefix">Whether <c>0x</c> means hexadecimal and <c>0</c> octal; otherwise all numbers are decimal.</param>
internal readonly record struct NumberRange(ulong Min, ulong Max, bool ByPrefix = false)
{
    public static NumberRange Register { get; } = new(0, uint.MaxValue, ByPrefix: true);

    public static NumberRange ULong { get; } = new(0, ulong.MaxValue);

    public static NumberRange CacheLevel { get; } = new(1, 3);

    public static NumberRange UInt(uint atLeast) => new(atLeast, uint.MaxValue);

    public static NumberRange Int(int atLeast) => new((ulong)atLeast, int.MaxValue);

    public bool TryParse(ReadOnlySpan<char> text, out ulong number)
    {
        ReadOnlySpan<char> digits = text.TrimStart(" \t\r\n");
        if (digits.StartsWith('+'))
        {
            digits = digits[1..];
        }

        uint radix = ByPrefix ? TakePrefix(ref digits) : 10;
        return TryParseDigits(digits, radix, out number) && number >= Min && number <= Max;
    }

    public string Describe() => Text.Of(ByPrefix ? Messages.Xml_Register : Messages.Xml_Number, Min, Max);

    private static uint TakePrefix(ref ReadOnlySpan<char> digits)
    {
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            digits = digits[2..];
            return 16;
        }

        return digits.StartsWith('0') ? 8u : 10u;
    }

    private static bool TryParseDigits(ReadOnlySpan<char> digits, uint radix, out ulong number)
    {
        number = 0;
        foreach (char c in digits)
        {
            uint digit = Digit(c);
            if (digit >= radix || number > (ulong.MaxValue - digit) / radix)
            {
                return false;
            }

            number = (number * radix) + digit;
        }

        return !digits.IsEmpty;
    }

    private static uint Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - (uint)'0',
        >= 'a' and <= 'f' => c - (uint)'a' + 10,
        >= 'A' and <= 'F' => c - (uint)'A' + 10,
        _ => uint.MaxValue,
    };
}
