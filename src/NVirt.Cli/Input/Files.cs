using NVirt.Xml;

namespace NVirt.Cli.Input;

/// <summary>Reads files and standard input whole, with a limit.</summary>
internal static class Files
{
    /// <summary>The most bytes that one input may have: a hundred thousand CPUs fit.</summary>
    public const int MaxBytes = DocumentContent.MaxBytes;

    // A command behind a pipe may have to ask another host first.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A buffer for most documents, and for large ones. What is no file of a size, such as a pipe, counts as large.
    private const int SmallBuffer = 1 << 12;
    private const int LargeBuffer = 1 << 16;

    /// <summary>The content of a file, or of standard input for <c>-</c>.</summary>
    /// <param name="file">The file; it may be a pipe, as shells make them of <c>&lt;(command)</c>.</param>
    /// <param name="cancellation">Ends the waiting. Without it, a signal ends the process.</param>
    /// <exception cref="CliException">It cannot be read, is too large, or nothing came of it for half a minute.</exception>
    public static byte[] Read(string file, CancellationToken cancellation = default) => Read(file, Patience, cancellation);

    /// <summary>The same with another time to wait for the next byte. For standard input there is none: a person may type.</summary>
    internal static byte[] Read(string file, TimeSpan patience, CancellationToken cancellation)
    {
        if (file is "-" or "/dev/stdin")
        {
            patience = Timeout.InfiniteTimeSpan;
        }

        try
        {
            return PatientRead.Run(came => ReadAll(file, came), patience, cancellation);
        }
        catch (TimeoutException)
        {
            throw Late(file, patience);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CliException(Text.Of(Messages.Error_Unreadable, Name(file), Why(file, e)), kind: CliErrorKind.Unreadable);
        }
    }

    /// <summary>What reads files by itself, and waits half a minute at most for the next of it.</summary>
    /// <param name="path">What it reads, for messages.</param>
    /// <param name="read">Reads it, and says whenever something came.</param>
    /// <exception cref="CliException">Nothing came for that long.</exception>
    public static T Await<T>(string path, Func<Action, T> read)
    {
        try
        {
            return PatientRead.Run(read, Patience);
        }
        catch (TimeoutException)
        {
            throw Late(path, Patience);
        }
    }

    /// <summary>The content of a file that a file names; <see langword="null"/> if it is a pipe or the like.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read it.</exception>
    /// <exception cref="CliException">It is too large, or nothing came of it for half a minute.</exception>
    public static byte[]? TryReadPlain(string file) => Await(file, came => ReadPlain(file, came));

    /// <summary>The text of a file, or of standard input for <c>-</c>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="CliException">It cannot be read, is too large, or is not in UTF-8.</exception>
    public static string ReadText(string file, CancellationToken cancellation = default) => TextOf(Read(file, cancellation), file);

    /// <summary>The text that is in a file.</summary>
    /// <param name="bytes">Its content.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="CliException">It is not in UTF-8.</exception>
    public static string TextOf(byte[] bytes, string file) =>
        Utf8Text.Decode(bytes, out Utf8Text.Mistake mistake) ?? throw new CliException(
        Text.Of(Messages.Error_NotUtf8, Name(file), mistake.Line, mistake.Column, Text.Of("{0:x2}", mistake.Byte), mistake.Offset));

    private static byte[]? ReadPlain(string file, Action came)
    {
        using FileStream? stream = PlainFile.TryOpen(file);
        return stream is null ? null : ReadAll(stream, file, came);
    }

    private static byte[] ReadAll(string file, Action came)
    {
        using Stream stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        return ReadAll(stream, file, came);
    }

    private static byte[] ReadAll(Stream stream, string file, Action came)
    {
        using MemoryStream content = new();
        byte[] buffer = new byte[stream.CanSeek ? (int)Math.Clamp(stream.Length + 1, SmallBuffer, LargeBuffer) : LargeBuffer];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            came();
            if (content.Length + read > MaxBytes)
            {
                throw new CliException(Text.Of(Messages.Error_TooLarge, Name(file), MaxBytes >> 20), kind: CliErrorKind.Unreadable);
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private static CliException Late(string file, TimeSpan patience) => new(
        Text.Of(Messages.Error_Unreadable, Name(file), Text.Of(Messages.Error_NothingCame, patience.TotalSeconds)),
        kind: CliErrorKind.Unreadable);

    // The system's own texts name the whole path once more.
    private static string Why(string file, Exception problem) => problem switch
    {
        FileNotFoundException or DirectoryNotFoundException => Messages.Error_NoSuchFile,
        UnauthorizedAccessException when Directory.Exists(file) => Messages.Error_IsFolder,
        UnauthorizedAccessException => Messages.Error_NoPermission,
        _ => problem.Message,
    };

    /// <summary>What messages call the file.</summary>
    public static string Name(string file) => file == "-" ? "stdin" : file;
}
