namespace NVirt.RelaxNg.Validation;

/// <summary>Guesses what was meant.</summary>
internal static class Spelling
{
    private const int LongestWord = 64;

    /// <summary>The only word that is nearest to another one, if it is near enough; else <see langword="null"/>.</summary>
    public static string? Closest(string word, IEnumerable<string> candidates, Budget budget)
    {
        if (word.Length is < 2 or > LongestWord)
        {
            return null;
        }

        int allowed = word.Length < 5 ? 1 : 2;
        (string Word, int Distance)[] near =
        [
            .. candidates.Where(c => c != word && c.Length is > 1 and <= LongestWord && Math.Abs(c.Length - word.Length) <= allowed)
                .Select(c => (c, Distance(word.ToLowerInvariant(), c.ToLowerInvariant(), budget))).Where(c => c.Item2 <= allowed).OrderBy(c => c.Item2),
        ];
        return near is [var only] || (near.Length > 1 && near[0].Distance < near[1].Distance) ? near[0].Word : null;
    }

    // Letters that are added, missing, others, or exchanged with their neighbours.
    private static int Distance(string left, string right, Budget budget)
    {
        budget.Spend(left.Length * right.Length / 4);
        int[,] distances = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                distances[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1,
                        distances[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }

        return distances[left.Length, right.Length];
    }
}
