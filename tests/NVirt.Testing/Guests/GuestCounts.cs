using System.Globalization;
using Xunit;

namespace NVirt.Testing.Guests;

/// <summary>The lines "count 0", "count 1" and so on, which our guests write as long as they run.</summary>
internal static class GuestCounts
{
    private const string Word = "count ";

    /// <summary>
    /// The numbers in order. For a migrated guest, the text is that of the first port and then of the other: it may have migrated in
    /// the middle of a line.
    /// </summary>
    public static IReadOnlyList<int> In(string text) =>
    [
        .. text.Split('\n')[..^1]
            .Where(l => l.StartsWith(Word, StringComparison.Ordinal))
            .Select(l => int.Parse(l.AsSpan(Word.Length).TrimEnd('\r'), NumberStyles.None, CultureInfo.InvariantCulture)),
    ];

    /// <summary>Waits until a guest has counted further.</summary>
    public static Task WaitForCountsAsync(this GuestSerial serial, int more, CancellationToken cancellation)
    {
        int left = more;
        return serial.WaitAsync(l => l.StartsWith(Word, StringComparison.Ordinal) && --left == 0, serial.Lines.Count, cancellation);
    }

    /// <summary>The guest has counted from 0 without gaps: it ran without a restart, and nothing was lost.</summary>
    public static void RequireNoGap(string text)
    {
        IReadOnlyList<int> counts = In(text);
        Assert.NotEmpty(counts);
        Assert.Equal(Enumerable.Range(0, counts.Count), counts);
    }
}
