using System.Collections.Immutable;
using System.Text;

namespace NVirt.Fleet.Collecting;

/// <summary>A part of what a host said.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Whose it is, for guests; otherwise empty.</param>
/// <param name="Content">The bytes, without the line feeds around them.</param>
internal sealed record CollectedPart(string Kind, string Id, ReadOnlyMemory<byte> Content)
{
    private const int LongestId = 64;

    /// <summary>The parts of an output; <see langword="null"/> if it ended too early.</summary>
    /// <param name="output">Everything that the host said.</param>
    /// <param name="mark">The mark of the script.</param>
    public static ImmutableArray<CollectedPart>? In(ReadOnlyMemory<byte> output, string mark)
    {
        byte[] sign = Encoding.ASCII.GetBytes($"\n{mark} ");
        ImmutableArray<CollectedPart>.Builder parts = ImmutableArray.CreateBuilder<CollectedPart>();
        for (int at = output.Span.IndexOf(sign); at >= 0;)
        {
            ReadOnlyMemory<byte> rest = output[(at + sign.Length)..];
            int line = rest.Span.IndexOf((byte)'\n');
            int next = rest.Span.IndexOf(sign);
            string[] words = Encoding.UTF8.GetString(rest.Span[..(line < 0 ? rest.Length : line)]).Split(' ');
            if (words[0] == CollectScript.End)
            {
                return parts.ToImmutable();
            }

            string id = words.Length > 1 ? words[1] : string.Empty;
            if (line >= 0 && IsId(id))
            {
                int end = next < 0 ? rest.Length : next;
                parts.Add(new CollectedPart(words[0], id, Trim(rest[Math.Min(line + 1, end)..end])));
            }

            at = next < 0 ? -1 : at + sign.Length + next;
        }

        return null;
    }

    // It becomes a part of a file's name.
    private static bool IsId(string id) => id.Length <= LongestId && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> span = bytes.Span.TrimStart("\r\n"u8);
        int start = bytes.Length - span.Length;
        return bytes.Slice(start, span.TrimEnd("\r\n"u8).Length);
    }
}
