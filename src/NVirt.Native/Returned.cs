using System.Runtime.InteropServices;
using System.Text;
using NVirt.Xml;

namespace NVirt.Native;

/// <summary>What a C program gets: memory of malloc, which is its own from then on.</summary>
internal static unsafe class Returned
{
    /// <summary>Hands over a text, with a zero byte behind it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="to">Where the pointer goes.</param>
    /// <param name="length">Where the length in bytes goes, without the zero; may be missing.</param>
    public static void Write(string text, byte** to, nuint* length)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        byte* copy = Copy(text, bytes);
        *to = copy;
        if (length is not null)
        {
            *length = (nuint)bytes;
        }
    }

    /// <summary>A copy of a text; nothing of nothing.</summary>
    public static byte* Copy(string? text) => text is null ? null : Copy(text, Encoding.UTF8.GetByteCount(text));

    /// <summary>Prepares a pointer to a text: whoever frees it after an error frees nothing.</summary>
    public static void Prepare(byte** to, nuint* length, string name)
    {
        Given.NotNull(to, name);
        *to = null;
        if (length is not null)
        {
            *length = 0;
        }
    }

    /// <summary>Prepares a pointer to a handle.</summary>
    public static void Prepare(nint* to, string name)
    {
        Given.NotNull(to, name);
        *to = 0;
    }

    /// <summary>Lines to one text.</summary>
    public static string Lines(IEnumerable<string> lines) => string.Concat(lines.Select(l => Text.OnOneLine(l) + "\n"));

    private static byte* Copy(string text, int bytes)
    {
        byte* copy = (byte*)NativeMemory.Alloc((nuint)bytes + 1);
        Encoding.UTF8.GetBytes(text, new Span<byte>(copy, bytes));
        copy[bytes] = 0;
        return copy;
    }
}
