namespace NVirt.Xml;

/// <summary>
/// The numbers that an attribute accepts (cpu-rules.md 1.1 and 2): leading blanks and a plus sign are accepted, a minus sign
/// and anything after the digits are not.
/// </summary>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
/// <param name="ByPrefix">Whether <c>0x</c> means hexadecimal and <c>0</c> octal; otherwise all numbers are decimal.</param>
/// <remarks>The default is only zero, in decimal.</remarks>
public readonly record struct NumberRange(ulong Min, ulong Max, bool ByPrefix = false)
{
    /// <summary>Any 32-bit number, decimal, octal or hexadecimal.</summary>
    public static NumberRange Register { get; } = new(0, uint.MaxValue, ByPrefix: true);

    /// <summary>Any 64-bit number.</summary>
    public static NumberRange ULong { get; } = new(0, ulong.MaxValue);

    /// <summary>A 32-bit number with a lower limit.</summary>
    public static NumberRange UInt(uint atLeast) => new(atLeast, uint.MaxValue);

    /// <summary>A 31-bit number with a lower limit.</summary>
    public static NumberRange Int(int atLeast) => new((ulong)atLeast, int.MaxValue);

    /// <summary>The number that a text stands for.</summary>
    /// <returns>Whether it stands for one in the range.</returns>
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

    /// <summary>The range in words, for messages.</summary>
    public string Describe() =>
        !ByPrefix ? MistakeText.Integer(Min, Max)
        : this == Register ? Messages.Xml_Register
        : Text.Of(Messages.Xml_Number, Min, Max < 10 ? Text.Of("{0}", Max) : Text.Of("0x{0:x}", Max));

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
