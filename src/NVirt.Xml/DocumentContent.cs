namespace NVirt.Xml;

/// <summary>Reads whole documents from streams and files, up to a size limit. Safe for concurrent use.</summary>
public static class DocumentContent
{
    /// <summary>The most bytes that one document may have.</summary>
    public const int MaxBytes = 64 << 20;

    private const int Step = 1 << 16;

    /// <summary>Everything left in a stream.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <param name="make">Makes the exception if there is too much; the message begins with the name.</param>
    public static byte[] Read(Stream stream, string? file, MistakeMaker make)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream content = new();
        byte[] buffer = new byte[Step];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            Add(content, buffer.AsSpan(0, read), file, make);
        }

        return content.ToArray();
    }

    /// <summary>The text left in a stream.</summary>
    /// <param name="stream">The stream, in UTF-8, or in UTF-16 with a byte order mark; it stays open.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <param name="make">Makes the exception if there is too much, or if it is not text.</param>
    public static string ReadText(Stream stream, string? file, MistakeMaker make) =>
        UntrustedText.Decode(Read(stream, file, make), new DocumentErrors(file, make));

    /// <summary>The content of a file.</summary>
    /// <param name="path">Its path, which is also its name in messages. A pipe is refused: only its reader knows how long to
    /// wait.</param>
    /// <param name="make">Makes the exception if there is too much; the message begins with the path.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="IOException">It cannot be read, or is a pipe.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read it.</exception>
    public static async Task<byte[]> ReadFileAsync(string path, MistakeMaker make, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        cancellation.ThrowIfCancellationRequested();
        await using FileStream stream = PlainFile.Open(path);
        using MemoryStream content = new();
        byte[] buffer = new byte[Step];
        for (int read; (read = await stream.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            Add(content, buffer.AsSpan(0, read), path, make);
        }

        return content.ToArray();
    }

    /// <summary>The text of a file.</summary>
    /// <param name="path">As for <see cref="ReadFileAsync"/>; in UTF-8, or in UTF-16 with a byte order mark.</param>
    /// <param name="make">Makes the exception if there is too much, or if it is not text.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="IOException">It cannot be read, or is a pipe.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read it.</exception>
    public static async Task<string> ReadTextFileAsync(string path, MistakeMaker make, CancellationToken cancellation = default) =>
        UntrustedText.Decode(await ReadFileAsync(path, make, cancellation).ConfigureAwait(false), new DocumentErrors(path, make));

    private static void Add(MemoryStream content, ReadOnlySpan<byte> more, string? file, MistakeMaker make)
    {
        if (content.Length + more.Length > MaxBytes)
        {
            throw new DocumentErrors(file, make).Malformed(default, Text.Of(Messages.Content_TooLarge, MaxBytes >> 20));
        }

        content.Write(more);
    }
}
