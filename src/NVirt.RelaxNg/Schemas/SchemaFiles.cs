using NVirt.Xml;

namespace NVirt.RelaxNg.Schemas;

/// <summary>Opens the files of a schema. Nothing is ever fetched from a network.</summary>
/// <param name="open">Opens a file; if it is, or returns, <see langword="null"/>, the file is opened directly.</param>
internal sealed class SchemaFiles(Func<string, Stream?>? open)
{
    private readonly Stack<string> _reading = [];
    private int _count;
    private int _bytes;

    /// <summary>The budget for all of them together.</summary>
    public SchemaWork Work { get; } = new();

    /// <summary>Reads the file that an element refers to.</summary>
    /// <param name="reference">An include or externalRef.</param>
    /// <param name="use">Gets the root of the file; a reference back to the file is refused while this runs.</param>
    public T Read<T>(SchemaElement reference, Func<SchemaElement, T> use)
    {
        string path = Resolve(reference.Base, reference.Required("href"))
            ?? throw reference.Error(Text.Of(Messages.Schema_NotLocal, reference.Required("href")));
        if (_reading.Contains(path))
        {
            throw reference.Error(Text.Of(Messages.Schema_IncludesItself, path));
        }

        if (++_count > Limits.SchemaFiles)
        {
            throw reference.Error(Text.Of(Messages.Schema_TooManyFiles, Limits.SchemaFiles));
        }

        return Read(
            path, reference.Namespace, use, problem => reference.Error(Text.Of(Messages.Schema_NotReadable, path, problem.Message)));
    }

    /// <summary>Reads the first file.</summary>
    public T Read<T>(string path, Func<SchemaElement, T> use) =>
        Read(path, string.Empty, use,
            problem => new RelaxNgSchemaException(path, 0, 0, Text.Of(Messages.Schema_NotReadable, path, problem.Message), problem));

    /// <summary>Reads the first file, which is already open and stays open.</summary>
    public SchemaElement Read(Stream stream, string? path) => SchemaReader.Read(Content(stream, path), path, string.Empty, Work.Budget);

    /// <summary>The target of a reference.</summary>
    /// <param name="from">Its base, or <see langword="null"/> for the current folder.</param>
    /// <param name="reference">A path or a URI.</param>
    /// <returns><see langword="null"/> if it does not lead to a local file.</returns>
    public static string? Resolve(string? from, string reference)
    {
        if (reference.Contains('#', StringComparison.Ordinal))
        {
            return null;
        }

        if (reference.StartsWith("file:", StringComparison.Ordinal))
        {
            return Uri.TryCreate(reference, UriKind.Absolute, out Uri? uri) && uri.IsFile && !uri.IsUnc ? uri.LocalPath : null;
        }

        string path = Uri.UnescapeDataString(reference);
        return HasScheme(path) || path.Contains('\0', StringComparison.Ordinal) ? null
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from) ?? string.Empty, path));
    }

    /// <summary>Opens a regular file only: the content of anything else, such as a pipe, might never come.</summary>
    /// <exception cref="IOException">It cannot be opened, or is not a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read it.</exception>
    public static Stream Open(string path)
    {
        string problem = Messages.File_NotRegular;
        return PlainFile.TryOpen(path) ?? throw new IOException(problem);
    }

    // A limit, because even a regular file can be endless.
    private MemoryStream Content(Stream stream, string? path)
    {
        MemoryStream content = new();
        byte[] buffer = new byte[1 << 16];
        for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
        {
            _bytes += read;
            if (_bytes > Limits.SchemaBytes)
            {
                throw new RelaxNgSchemaException(path, 0, 0, Text.Of(Messages.Limit_SchemaBytes, Limits.SchemaBytes >> 20));
            }

            content.Write(buffer, 0, read);
        }

        content.Position = 0;
        return content;
    }

    private static bool HasScheme(string path) => path.IndexOf(':') is > 1 and var colon && path.AsSpan(0, colon).IndexOf('/') < 0;

    private T Read<T>(string path, string @namespace, Func<SchemaElement, T> use, Func<Exception, RelaxNgSchemaException> refuse)
    {
        SchemaElement root;
        try
        {
            using Stream stream = open?.Invoke(path) ?? Open(path);
            root = SchemaReader.Read(Content(stream, path), path, @namespace, Work.Budget);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw refuse(problem);
        }

        _reading.Push(path);
        T result = use(root);
        _reading.Pop();
        return result;
    }
}
