using System.Xml;
using NVirt.RelaxNg.Input;
using NVirt.RelaxNg.Matching;
using NVirt.RelaxNg.Patterns;
using NVirt.RelaxNg.Schemas;
using NVirt.RelaxNg.Validation;

namespace NVirt.RelaxNg;

/// <summary>
/// A RELAX NG schema in the XML syntax, ready to validate documents. Several threads may use it at once; what is learned from one document
/// makes the next one faster, within a limit.
/// </summary>
/// <remarks>
/// All of RELAX NG 1.0 is supported, with the data types of XML Schema. References between IDs are not checked. Neither schemas nor
/// documents may have a document type, and elements may be nested 256 deep.
/// </remarks>
public sealed class RelaxNgSchema
{
    private readonly PatternPool _pool;
    private readonly Pattern _start;
    private Automaton _automaton;

    private RelaxNgSchema(PatternPool pool, Pattern start)
    {
        _pool = pool;
        _start = start;
        _automaton = new Automaton(pool);
    }

    /// <summary>The pattern of a document.</summary>
    internal Pattern Start => _start;

    /// <summary>What was learned from the documents so far.</summary>
    internal Automaton Automaton => Volatile.Read(ref _automaton);

    /// <summary>Reads a schema and the files that it includes or refers to.</summary>
    /// <param name="path">The path of the schema.</param>
    /// <param name="open">Opens a file by its full path; if it returns <see langword="null"/>, or is omitted, the file is opened
    /// directly, and must be a regular one. It is called only with paths of local files; an <see cref="IOException"/> that it throws
    /// becomes a schema error.</param>
    /// <exception cref="RelaxNgSchemaException">A file cannot be read or is not a schema, or the schema breaks a RELAX NG rule.</exception>
    public static RelaxNgSchema Load(string path, Func<string, Stream?>? open = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        SchemaFiles files = new(open);
        return files.Read(path, root => New(root, files));
    }

    /// <summary>Reads a schema and the files that it includes or refers to, on another thread.</summary>
    /// <param name="path">The path of the schema.</param>
    /// <param name="open">As for <see cref="Load"/>.</param>
    /// <param name="cancellation">Cancels reading before the next file.</param>
    /// <exception cref="RelaxNgSchemaException">As for <see cref="Load"/>.</exception>
    public static Task<RelaxNgSchema> ReadFileAsync(
        string path, Func<string, Stream?>? open = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Task.Run(() => Load(path, OpenUnlessCancelled), cancellation);

        Stream? OpenUnlessCancelled(string file)
        {
            cancellation.ThrowIfCancellationRequested();
            return open?.Invoke(file);
        }
    }

    /// <summary>Reads a schema from a stream, to its end.</summary>
    /// <param name="stream">The schema, in the encoding that it declares; at most 64 MiB including all files that it refers to. It stays
    /// open.</param>
    /// <param name="path">Its path for messages and references; <see langword="null"/> if references are relative to the current
    /// folder.</param>
    /// <param name="open">As for <see cref="Load"/>.</param>
    /// <exception cref="RelaxNgSchemaException">As for <see cref="Load"/>.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static RelaxNgSchema Read(Stream stream, string? path = null, Func<string, Stream?>? open = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SchemaFiles files = new(open);
        return New(files.Read(stream, path), files);
    }

    /// <summary>Reads a schema from a text.</summary>
    /// <param name="text">The schema.</param>
    /// <param name="path">Its path, for messages and for references to other files; or <see langword="null"/>, for which these are relative
    /// to the current folder.</param>
    /// <param name="open">As for <see cref="Load"/>.</param>
    /// <exception cref="RelaxNgSchemaException">The text is not a schema, or breaks a RELAX NG rule; or a file that it refers to cannot be
    /// read.</exception>
    public static RelaxNgSchema Parse(string text, string? path = null, Func<string, Stream?>? open = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        using StringReader reader = XmlInput.Open(text);
        SchemaFiles files = new(open);
        return New(SchemaReader.Read(reader, path, files.Work.Budget), files);
    }

    /// <summary>Lists what the schema does not allow in a document.</summary>
    /// <param name="reader">
    /// The document, before its root element. Without line information, all positions are 0; how it treats document types is
    /// the caller's choice.
    /// </param>
    /// <param name="file">The name of the document for messages, or <see langword="null"/>.</param>
    /// <returns>
    /// What is wrong, in document order; empty if it is valid. One mistake does not hide others next to it; after 1,000 mistakes, the
    /// search stops.
    /// </returns>
    public IReadOnlyList<RelaxNgError> Validate(XmlReader reader, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new Validator(this, reader, file).Run();
    }

    /// <summary>Lists what the schema does not allow in a document; a document type is refused.</summary>
    /// <param name="reader">The document.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <returns>As for the first overload.</returns>
    public IReadOnlyList<RelaxNgError> Validate(TextReader reader, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using XmlReader xml = XmlInput.Read(reader);
        return Validate(xml, file);
    }

    /// <summary>Lists what the schema does not allow in a document; a document type is refused.</summary>
    /// <param name="stream">The document, in the encoding that it declares.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <returns>As for the first overload.</returns>
    public IReadOnlyList<RelaxNgError> Validate(Stream stream, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using XmlReader xml = XmlInput.Read(stream);
        return Validate(xml, file);
    }

    /// <summary>Lists what the schema does not allow in a document; a document type is refused.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <returns>As for the first overload.</returns>
    public IReadOnlyList<RelaxNgError> Validate(string text, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        using StringReader reader = XmlInput.Open(text);
        return Validate(reader, file);
    }

    /// <summary>Lists what the schema does not allow in a file; a document type is refused.</summary>
    /// <param name="path">The path of the document, which is also its name in messages.</param>
    /// <returns>As for the first overload.</returns>
    /// <exception cref="IOException">The file cannot be read, or is a pipe, for which only the caller knows how long to wait.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read the file.</exception>
    public IReadOnlyList<RelaxNgError> ValidateFile(string path)
    {
        using Stream stream = SchemaFiles.Open(path);
        return Validate(stream, path);
    }

    /// <summary>A new automaton to replace a full one, unless another thread was faster.</summary>
    internal Automaton Renew(Automaton full, Budget budget)
    {
        budget.Spend(_pool.Count);
        Interlocked.CompareExchange(ref _automaton, new Automaton(_pool), full);
        return Automaton;
    }

    private static RelaxNgSchema New(SchemaElement root, SchemaFiles files)
    {
        SchemaCompiler compiler = new(files);
        try
        {
            Pattern start = compiler.CompileAll(root);
            new Restrictions(compiler.Sources, files.Work).Check(start, root);
            return new RelaxNgSchema(compiler.Pool, start);
        }
        catch (Exception problem) when (LimitException.Is(problem))
        {
            throw (files.Work.Place ?? root).Error(LimitException.Reason(problem));
        }
    }
}
