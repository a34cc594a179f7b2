using NVirt.Cpu;

namespace NVirt.Cli.Input;

/// <summary>Reads files and standard input whole, with a limit.</summary>
internal static class Files
{
    /// <summary>The most bytes that one input may have: a hundred thousand CPUs fit.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>The content of a file, or of standard input for <c>-</c>.</summary>
    /// <exception cref="CliException">It can not be read, or is too large.</exception>
    public static byte[] Read(string file)
    {
        try
        {
            using Stream stream = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            using MemoryStream content = new();
            byte[] buffer = new byte[1 << 16];
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                if (content.Length + read > MaxBytes)
                {
                    throw new CliException(Text.Of(Messages.Error_TooLarge, Name(file), MaxBytes >> 20), kind: CliErrorKind.Unreadable);
                }

                content.Write(buffer, 0, read);
            }

            return content.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CliException(Text.Of(Messages.Error_Unreadable, Name(file), Why(file, e)), kind: CliErrorKind.Unreadable);
        }
    }

    /// <summary>The same in a command that ends in good order: waiting for standard input can be cancelled.</summary>
    public static byte[] Read(string file, CancellationToken cancellation) => file == "-"
        ? Task.Run(() => Read(file), CancellationToken.None).WaitAsync(cancellation).GetAwaiter().GetResult()
        : Read(file);

    /// <summary>The text of a file, or of standard input for <c>-</c>.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellation">Ends waiting for standard input.</param>
    /// <exception cref="CliException">It cannot be read, is too large, or is not in UTF-8.</exception>
    public static string ReadText(string file, CancellationToken cancellation = default) => TextOf(Read(file, cancellation), file);

    /// <summary>The text that is in a file.</summary>
    /// <param name="bytes">Its content.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="CliException">It is not in UTF-8.</exception>
    public static string TextOf(byte[] bytes, string file) => Utf8Text.Decode(bytes, out Utf8Text.Mistake mistake) ?? throw new CliException(
        Text.Of(Messages.Error_NotUtf8, Name(file), mistake.Line, mistake.Column, Text.Of("{0:x2}", mistake.Byte), mistake.Offset));

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
