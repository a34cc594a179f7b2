
namespace NVirt.Cli.Output;

/// <summary>Lays out columns. A word is never broken: one that is longer than the line extends beyond its end.</summary>
internal static class TextColumns
{
    private const int Gap = 2;
    private const int Indent = 4;

    // Where the last column has less room than this, what does not fit into it goes below the others.
    private const int LeastRoom = 24;

    /// <summary>The lines of rows that all have so many cells; what does not fit goes on in the last column.</summary>
    /// <param name="rows">The rows; no cell has a line end.</param>
    /// <param name="width">The most characters of a line; <see langword="null"/> for a line a row.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<IReadOnlyList<string>> rows, int? width)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Count - 1).Select(column => rows.Max(r => r[column].Length) + Gap)];

        // Columns that do not fit beside each other become one with the last.
        int last = widths.Length;
        while (last > 1 && widths.Take(last).Sum() > width)
        {
            last--;
        }

        int start = widths.Take(last).Sum();
        bool isNarrow = width is { } most && start > Indent && most - start < LeastRoom;
        foreach (IReadOnlyList<string> row in rows)
        {
            string end = string.Join(new string(' ', Gap), row.Skip(last));
            string line = string.Concat(row.Take(last).Select((cell, i) => cell.PadRight(widths[i])));
            bool isBelow = isNarrow && start + end.Length > width;
            int margin = isBelow ? Indent : start;
            if (isBelow)
            {
                yield return line.TrimEnd();
                line = new string(' ', Indent);
            }

            foreach (string part in Wrap(end, width is { } all ? all - margin : null))
            {
                if (part.Length > 0 || !isBelow)
                {
                    yield return (line + part).TrimEnd();
                }

                line = new string(' ', margin);
            }
        }
    }

    /// <summary>A text on as many lines as it needs.</summary>
    public static IEnumerable<string> Wrap(string text, int? width)
    {
        if (width is null)
        {
            yield return text;
            yield break;
        }

        int most = Math.Max(width.Value, 1);
        int from = 0;
        while (text.Length - from > most)
        {
            // The last blank that leaves a line which fits, or else the end of the first word.
            int blank = text.LastIndexOf(' ', from + most, most);
            blank = blank >= 0 ? blank : text.IndexOf(' ', from + most);
            if (blank < 0)
            {
                break;
            }

            yield return text[from..blank];
            from = blank + 1;
        }

        yield return text[from..];
    }
}
