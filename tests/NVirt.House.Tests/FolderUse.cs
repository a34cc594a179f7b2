namespace NVirt.House.Tests;

/// <summary>A folder whose code uses a type of another folder.</summary>
/// <param name="From">The folder with the using code, from src.</param>
/// <param name="To">The folder with the type.</param>
internal sealed record FolderUse(string From, string To)
{
    /// <summary>Whether one is the other, or contains it.</summary>
    public bool IsWithin => $"{From}/".StartsWith($"{To}/", StringComparison.Ordinal)
        || $"{To}/".StartsWith($"{From}/", StringComparison.Ordinal);

    /// <summary>The uses that are part of a cycle.</summary>
    public static IEnumerable<FolderUse> InCycles(IReadOnlyList<FolderUse> uses)
    {
        ILookup<string, string> next = uses.ToLookup(u => u.From, u => u.To);
        return uses.Where(u => Reaches(u.To, u.From));

        bool Reaches(string from, string to)
        {
            HashSet<string> seen = [from];
            Queue<string> open = new(seen);
            while (open.TryDequeue(out string? at))
            {
                foreach (string further in next[at].Where(seen.Add))
                {
                    open.Enqueue(further);
                }
            }

            return seen.Contains(to);
        }
    }

    public override string ToString() => $"{From} -> {To}";
}
