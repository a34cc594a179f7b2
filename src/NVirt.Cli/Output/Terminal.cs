using NVirt.Xml;

namespace NVirt.Cli.Output;

/// <summary>What is known of the place where output is shown.</summary>
/// <param name="output">Where output goes.</param>
/// <param name="isPlain">Whether colour is turned off.</param>
internal sealed class Terminal(TextWriter output, bool isPlain)
{
    /// <summary>How wide pages are where no terminal says it.</summary>
    public const int UsualWidth = 80;

    // A line of a narrower terminal would hold hardly a word.
    private const int LeastWidth = 40;

    /// <summary>Whether a person looks at it now, rather than a file or another program.</summary>
    public bool IsInteractive { get; } = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;

    /// <summary>Whether it may have colour: on a terminal, unless it is turned off.</summary>
    public bool HasColor => IsInteractive && !isPlain && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>
    /// The most characters of a line: what COLUMNS says, else the terminal's width; <see langword="null"/> where neither does.
    /// </summary>
    public int? Width => Asked() ?? (IsInteractive ? Math.Max(Console.WindowWidth, LeastWidth) : null);

    private static int? Asked() =>
        Digits.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out int columns)
            && columns > 0
            ? Math.Max(columns, LeastWidth)
            : null;
}
