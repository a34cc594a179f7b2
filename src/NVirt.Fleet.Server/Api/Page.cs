using System.Buffers.Text;
using System.Text;

namespace NVirt.Fleet.Server.Api;

/// <summary>A part of a list: after which name it begins, and how long it is.</summary>
/// <param name="After">The last name of the part before; empty for the first.</param>
/// <param name="Limit">At most so many.</param>
internal readonly record struct Page(string After, int Limit)
{
    private const int Usual = 100;
    private const int Most = 1000;

    /// <summary>What a request asks for; <see langword="null"/> if it makes no sense.</summary>
    public static Page? Of(string? cursor, int? limit)
    {
        if (limit is < 1 or > Most)
        {
            return null;
        }

        if (string.IsNullOrEmpty(cursor))
        {
            return new Page(string.Empty, limit ?? Usual);
        }

        // What only tries to decode throws all the same at characters that cannot be there.
        return Base64Url.IsValid(cursor)
            ? new Page(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)), limit ?? Usual) : null;
    }

    /// <summary>The cursor of the next part.</summary>
    public static string CursorOf(string last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last));

    /// <summary>The part of a list in the byte order of names, and the cursor of the next one.</summary>
    public (IReadOnlyList<T> Part, string? Next) Cut<T>(IReadOnlyList<T> all, Func<T, string> name, Func<T, bool>? filter = null)
    {
        List<T> part = [];
        for (int i = IndexAfter(all, name); i < all.Count; i++)
        {
            if (filter is not null && !filter(all[i]))
            {
                continue;
            }

            if (part.Count == Limit)
            {
                return (part, CursorOf(name(part[^1])));
            }

            part.Add(all[i]);
        }

        return (part, null);
    }

    private int IndexAfter<T>(IReadOnlyList<T> all, Func<T, string> name)
    {
        if (After.Length == 0)
        {
            return 0;
        }

        int low = 0;
        int high = all.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (string.CompareOrdinal(name(all[middle]), After) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
