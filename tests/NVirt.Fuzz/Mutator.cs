using System.Text;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Fuzz;

/// <summary>Changes inputs a little: bytes, ranges, lines, numbers, words of the language, and parts of other inputs.</summary>
internal sealed class Mutator(Random random, string[] words)
{
    private const int LongestInput = 16 * 1024;

    private static readonly string[] Numbers =
    [
        "0", "1", "-1", "+1", " 1", "08", "0x", "0x0", "00", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967295",
        "4294967296", "0xffffffff", "0x100000000", "9223372036854775807", "9223372036854775808", "18446744073709551615",
            "18446744073709551616",
    ];

    private readonly byte[][] _words = [.. words.Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] _numbers = [.. Numbers.Select(Encoding.UTF8.GetBytes)];

    public byte[] Mutate(byte[] input, byte[] other)
    {
        List<byte> bytes = [.. input];
        for (int changes = 1 << random.Next(4); changes > 0; changes--)
        {
            Change(bytes, other);
        }

        return bytes.Count <= LongestInput ? [.. bytes] : [.. bytes.Take(LongestInput)];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        int at = random.Next(bytes.Count + 1);
        switch (random.Next(12))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.Insert(at, (byte)random.Next(256));
                break;
            case 3:
                bytes.RemoveRange(at, Length(bytes.Count - at));
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, Length(bytes.Count - at)));
                break;
            case 5:
                int from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Length(other.Length - from)).ToArray());
                break;
            case 6:
                Replace(bytes, at, static b => b is >= (byte)'0' and <= (byte)'9', Pick(_numbers));
                break;
            case 7:
                Replace(bytes, at, static b => char.IsAsciiLetter((char)b), Pick(_words));
                break;
            case 8:
                MoveLine(bytes, at);
                break;
            case 9:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, Pick(_words));
                break;
        }
    }

    private int Length(int most) => Math.Min(most, random.Next(4) == 0 ? random.Next(most + 1) : random.Next(12));

    private byte[] Pick(byte[][] words) => words.Length == 0 ? [] : words[random.Next(words.Length)];

    private static void Replace(List<byte> bytes, int at, Predicate<byte> isPart, byte[] by)
    {
        int start = bytes.FindIndex(at, isPart);
        if (start >= 0)
        {
            int end = bytes.FindIndex(start, b => !isPart(b));
            bytes.RemoveRange(start, (end < 0 ? bytes.Count : end) - start);
            bytes.InsertRange(start, by);
        }
    }

    // Removes a line, or repeats it somewhere else.
    private void MoveLine(List<byte> bytes, int at)
    {
        int start = at == 0 ? 0 : bytes.LastIndexOf((byte)'\n', at - 1) + 1;
        int end = bytes.IndexOf((byte)'\n', at) + 1;
        List<byte> line = bytes.GetRange(start, (end == 0 ? bytes.Count : end) - start);
        if (random.Next(2) == 0)
        {
            bytes.RemoveRange(start, line.Count);
        }

        int to = random.Next(bytes.Count + 1);
        bytes.InsertRange(to == 0 ? 0 : bytes.LastIndexOf((byte)'\n', to - 1) + 1, line);
    }
}
