namespace NVirt.Xml;

/// <summary>Guesses what was meant.</summary>
public static class Spelling
{
    private const int LongestWord = 64;

    /// <summary>The one word that is nearest to another, if it is near enough; otherwise <see langword="null"/>.</summary>
    public static string? Closest(string word, IEnumerable<string> candidates) => Nearest(word, candidates) is [var only] ? only : null;

    /// <summary>The words that are nearest to another, all at the same distance; empty if none is near enough.</summary>
    public static string[] Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length is < 2 or > LongestWord)
        {
            return [];
        }

        int best = word.Length < 5 ? 1 : 2;
        List<string> nearest = [];
        foreach (string candidate in candidates)
        {
            if (candidate.Length is < 2 or > LongestWord || Math.Abs(candidate.Length - word.Length) > best || candidate == word)
            {
                continue;
            }

            int distance = Distance(word, candidate, best);
            if (distance < best)
            {
                nearest.Clear();
                best = distance;
            }

            if (distance == best)
            {
                nearest.Add(candidate);
            }
        }

        return [.. nearest];
    }

    // Letters added, missing, replaced, or swapped with their neighbours; case does not matter. Beyond the highest distance that counts,
    // the exact distance is not computed.
    private static int Distance(string left, string right, int most)
    {
        Span<int> beforeLast = stackalloc int[LongestWord + 1];
        Span<int> last = stackalloc int[LongestWord + 1];
        Span<int> row = stackalloc int[LongestWord + 1];
        for (int j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int same = IsSame(left[i - 1], right[j - 1]) ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + same);
                if (i > 1 && j > 1 && IsSame(left[i - 1], right[j - 2]) && IsSame(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            if (least > most)
            {
                return int.MaxValue;
            }

            Span<int> spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }

        return last[right.Length];
    }

    private static bool IsSame(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
