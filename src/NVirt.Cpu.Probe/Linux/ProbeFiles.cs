using System.Text;
using NVirt.Xml;

namespace NVirt.Cpu.Probe.Linux;

/// <summary>Reads files that may be missing. A missing or forbidden file gives a reason here, not an exception.</summary>
public static class ProbeFiles
{
    /// <summary>Does something with files.</summary>
    /// <returns>Why it failed, or <see langword="null"/>.</returns>
    public static string? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Reason(e);
        }
    }

    /// <summary>The first bytes of a file.</summary>
    /// <exception cref="IOException">It cannot be read, or is no file.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read it.</exception>
    public static ReadOnlyMemory<byte> Read(string path, int bytes)
    {
        using FileStream file = PlainFile.Open(path);
        byte[] buffer = new byte[bytes];
        return buffer.AsMemory(0, file.ReadAtLeast(buffer, bytes, throwOnEndOfStream: false));
    }

    /// <summary>The first bytes of a file; <see langword="null"/> if it cannot be read.</summary>
    public static ReadOnlyMemory<byte>? ReadStart(string path, int bytes, out string? failure)
    {
        ReadOnlyMemory<byte>? start = null;
        failure = Try(() => start = Read(path, bytes));
        return start;
    }

    /// <summary>The first bytes of a file as text, a character for each; <see langword="null"/> if it cannot be read.</summary>
    public static string? ReadText(string path, int bytes) => ReadStart(path, bytes, out _) is { } start
        ? Encoding.Latin1.GetString(start.Span) : null;

    /// <summary>Reads a hexadecimal number after 0x, up to a largest one.</summary>
    public static bool TryHex(ReadOnlySpan<char> text, ulong max, out ulong number)
    {
        number = 0;
        return text.StartsWith("0x", StringComparison.Ordinal)
            && Digits.TryParseHex(text[2..], out number) && number <= max;
    }

    private static string Reason(Exception e) => e switch
    {
        UnauthorizedAccessException => Messages.Probe_PermissionDenied,
        FileNotFoundException or DirectoryNotFoundException => Messages.Probe_NoSuchFile,
        _ => e.Message,
    };
}
