using System.Globalization;
using System.Text;

namespace NVirt.Cpu.Probe;

/// <summary>Reads what may not be there. A missing or forbidden file is no exception here, but a reason.</summary>
internal static class ProbeFiles
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

    /// <summary>The first bytes of a file; <see langword="null"/> if it can not be read.</summary>
    public static ReadOnlyMemory<byte>? ReadStart(string path, int bytes, out string? failure)
    {
        ReadOnlyMemory<byte>? start = null;
        failure = Try(() =>
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
            byte[] buffer = new byte[bytes];
            int count = file.ReadAtLeast(buffer, bytes, throwOnEndOfStream: false);
            start = buffer.AsMemory(0, count);
        });
        return start;
    }

    /// <summary>The first bytes of a file as text, a character for each; <see langword="null"/> if it can not be read.</summary>
    public static string? ReadText(string path, int bytes) => ReadStart(path, bytes, out _) is { } start ? Encoding.Latin1.GetString(start.Span) : null;

    /// <summary>Reads a hexadecimal number behind 0x, up to a largest one.</summary>
    public static bool TryHex(ReadOnlySpan<char> text, ulong max, out ulong number)
    {
        number = 0;
        return text.StartsWith("0x", StringComparison.Ordinal)
            && ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) && number <= max;
    }

    private static string Reason(Exception e) => e switch
    {
        UnauthorizedAccessException => Messages.Probe_PermissionDenied,
        FileNotFoundException or DirectoryNotFoundException => Messages.Probe_NoSuchFile,
        _ => e.Message,
    };
}
