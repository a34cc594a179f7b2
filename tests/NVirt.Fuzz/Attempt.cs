using System.Text.RegularExpressions;
using NVirt.Cpu;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz;

/// <summary>A parser's answer: a value, or a refusal.</summary>
internal sealed partial class Attempt<T>
    where T : class
{
    private const int LongestMessage = 2000;
    private const int LongestShape = 60;

    public Attempt(Func<T> parse)
    {
        try
        {
            Value = parse();
        }
        catch (CpuException refused)
        {
            Refused = refused;
        }
    }

    public T? Value { get; }

    public CpuException? Refused { get; }

    /// <summary>The kind of answer, without what came from the input.</summary>
    public string Signature => Refused is null ? "accepted" : Shape(Refused.Message);

    /// <summary>
    /// The outcome if the second opinion knows whether the input is to be accepted; <see langword="null"/> if it does not.
    /// </summary>
    public Outcome Against(bool? accepts, Func<T, string?> compare) => new(
        Signature,
        this switch
        {
            { Refused: { } refused } when accepts == true => $"refused, and should not be: {refused.Message}",
            { Refused: { } refused } => Ugly(refused.Message),
            _ when accepts == false => "accepted, and should not be",
            _ => compare(Value!),
        });

    private static string Shape(string message)
    {
        string text = Details().Replace(message, string.Empty);
        return text.Length <= LongestShape ? text : text[..LongestShape];
    }

    // A message is one line that does nothing to a terminal.
    private static string? Ugly(string message) =>
        message.Length is 0 or > LongestMessage ? $"a message of {message.Length} characters"
        : message.Any(char.IsControl) ? $"a message with control characters: {message}"
        : null;

    // Text in quotes and brackets may come from the input, and a bad character is named by its number.
    [GeneratedRegex("\".*\"(?=;)|\"[^\"]*\"|'[^']*'|<[^<>]*>|0x[0-9A-F]+|[^a-zA-Z ;:,]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Details();
}
