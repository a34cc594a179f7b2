using System.Xml;
using NVirt.RelaxNg.Input;
using NVirt.RelaxNg.Matching;
using NVirt.RelaxNg.Patterns;
using NVirt.RelaxNg.Schemas;
using NVirt.RelaxNg.Validation;

namespace NVirt.RelaxNg;

/// <summary>
/// A RELAX NG schema in the XML syntax, ready to validate documents. It may be used by several threads at once; what one document teaches
/// it makes the next one faster, within a bound.
/// </summary>
/// <remarks>
/// All of RELAX NG 1.0 is there, with the data types of XML Schema. References between IDs are not checked. Neither schemas nor documents
/// may have a document type, and elements may be nested 256 deep.
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

    /// <summary>What the documents so far have taught.</summary>
    internal Automaton Automaton => Volatile.Read(ref _automaton);

    /// <summary>Reads a schema and the files that it includes or refers to.</summary>
    /// <param name="path">The path of the schema.</param>
    /// <param name="open">Opens a file by its full path, or <see langword="null"/> to open files as they are. It is asked for nothing but paths of local files; what it throws of <see cref="IOException"/> becomes a refusal.</param>
    /// <exception cref="RelaxNgSchemaException">A file can not be read or is no schema, or the schema breaks a rule of RELAX NG.</exception>
    public static RelaxNgSchema Load(string path, Func<string, Stream>? open = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        SchemaFiles files = new(open ?? SchemaFiles.Open);
        return files.Read(path, root => New(root, files));
    }

    /// <summary>Reads a schema from a text.</summary>
    /// <param name="text">The schema.</param>
    /// <param name="path">Its path, for messages and for references to other files; or <see langword="null"/>, for which these are relative to the current folder.</param>
    /// <param name="open">As for <see cref="Load"/>.</param>
    /// <exception cref="RelaxNgSchemaException">The text is no schema, or breaks a rule of RELAX NG; or a file that it refers to can not be read.</exception>
    public static RelaxNgSchema Parse(string text, string? path = null, Func<string, Stream>? open = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        using StringReader reader = XmlInput.Open(text);
        SchemaFiles files = new(open ?? SchemaFiles.Open);
        return New(SchemaReader.Read(reader, path, files.Work.Budget), files);
    }

    /// <summary>Says what a document has that the schema does not allow.</summary>
    /// <param name="reader">
    /// The document, before its root element. It has to have line information, else all places are 0; what it does with document types is
    /// its owner's choice.
    /// </param>
    /// <param name="file">The name of the document for messages, or <see langword="null"/>.</param>
    /// <returns>
    /// What is wrong, in the order of the document; empty if it is valid. A mistake does not hide others beside it; after 1,000 of them no
    /// more are looked for.
    /// </returns>
    public IReadOnlyList<RelaxNgError> Validate(XmlReader reader, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new Validator(this, reader, file).Run();
    }

    /// <summary>Says what a document has that the schema does not allow; a document type is refused.</summary>
    /// <param name="reader">The document.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <returns>As for the other.</returns>
    public IReadOnlyList<RelaxNgError> Validate(TextReader reader, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using XmlReader xml = XmlInput.Read(reader);
        return Validate(xml, file);
    }

    /// <summary>Says what a document has that the schema does not allow; a document type is refused.</summary>
    /// <param name="stream">The document, in the encoding that it says itself.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <returns>As for the others.</returns>
    public IReadOnlyList<RelaxNgError> Validate(Stream stream, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using XmlReader xml = XmlInput.Read(stream);
        return Validate(xml, file);
    }

    /// <summary>Says what a document has that the schema does not allow; a document type is refused.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <returns>As for the others.</returns>
    public IReadOnlyList<RelaxNgError> Validate(string text, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        using StringReader reader = XmlInput.Open(text);
        return Validate(reader, file);
    }

    /// <summary>Says what a file has that the schema does not allow; a document type is refused.</summary>
    /// <param name="path">The path of the document, which is its name in messages as well.</param>
    /// <returns>As for the others.</returns>
    /// <exception cref="IOException">The file can not be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public IReadOnlyList<RelaxNgError> ValidateFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Validate(stream, path);
    }

    /// <summary>A new automaton in the place of a full one, unless somebody else was faster.</summary>
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
