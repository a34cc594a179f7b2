using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Domains.Documents;

/// <summary>
/// A domain's XML: its text, and what NVirt reads from it. Nothing is lost: an edit replaces only the element it is about, and everything
/// else stays exactly as it is. Immutable and safe for concurrent use.
/// </summary>
public sealed partial class DomainDocument
{
    private readonly Element _root;
    private readonly TextEdit _edit;
    private readonly DocumentErrors _errors;

    private DomainDocument(string text, string? file)
    {
        Text = text;
        File = file;
        using XmlScanner scanner = new(text, file, isSequence: false, CpuException.Of);
        _errors = scanner.Errors;
        scanner.ReadToOnlyRoot("<domain>");
        if (scanner.Name != "domain")
        {
            throw _errors.Malformed(scanner.Position, NVirt.Xml.Text.Of(Messages.Domain_NotDomain, DocumentErrors.Quote(scanner.Name)));
        }

        WholeDocument document = new();
        _root = Element.Whole(scanner, document);
        scanner.ReadToEnd();
        SourceText source = new(text);
        _edit = new TextEdit(text, source, DomainOrder.Names, CpuException.Of);
        Definition = DomainInterpreter.Interpret(_root);
        Uninterpreted = new Uninterpreted(document, source).Find(_root);
        document.Close();
    }

    /// <summary>The document.</summary>
    public string Text { get; }

    /// <summary>Its name for messages, or <see langword="null"/>.</summary>
    public string? File { get; }

    /// <summary>Its title, for people; <see langword="null"/> if it has none.</summary>
    public string? Title => _root.First("title")?.Text;

    /// <summary>Its description, for people; <see langword="null"/> if it has none.</summary>
    public string? Description => _root.First("description")?.Text;

    /// <summary>What NVirt interprets of it.</summary>
    public DomainDefinition Definition { get; }

    /// <summary>
    /// What NVirt keeps without interpreting it, in document order: elements (without their contents), attributes and texts. Title,
    /// description and metadata are not included.
    /// </summary>
    public IReadOnlyList<UninterpretedPart> Uninterpreted { get; }

    /// <summary>Reads domain XML.</summary>
    /// <param name="xml">The text: at most 64 Mi characters, 256 levels and 1,048,576 elements, without a document type.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <returns>The document. What only a hypervisor can decide is not checked; nor is whether a name or memory is given.</returns>
    /// <exception cref="CpuException">
    /// The document is malformed (<see cref="CpuErrorKind.Xml"/>) or asks for something that libvirt does not know
    /// (<see cref="CpuErrorKind.Unsupported"/>). The message begins with file, line and column.
    /// </exception>
    public static DomainDocument Parse(string xml, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return new DomainDocument(xml, file);
    }

    /// <summary>Reads a stream to its end, as <see cref="Parse"/>.</summary>
    /// <param name="stream">The stream: at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark; it stays open.</param>
    /// <param name="file">The document's name for messages, or <see langword="null"/>.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    public static DomainDocument Read(Stream stream, string? file = null) =>
        Parse(DocumentContent.ReadText(stream, file, CpuException.Of), file);

    /// <summary>Reads a file, as <see cref="Parse"/>.</summary>
    /// <param name="path">The path, and the name in messages; at most 64 MiB, in UTF-8, or in UTF-16 with a byte order mark.</param>
    /// <param name="cancellation">Cancels reading.</param>
    /// <exception cref="CpuException">As for <see cref="Parse"/>; or it is too large or not text (xml).</exception>
    /// <exception cref="IOException">The file cannot be read, or is a pipe, for which only the caller knows how long to wait.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read the file.</exception>
    public static async Task<DomainDocument> ReadFileAsync(string path, CancellationToken cancellation = default) =>
        Parse(await DocumentContent.ReadTextFileAsync(path, CpuException.Of, cancellation).ConfigureAwait(false), path);

    /// <summary>
    /// Refuses a custom CPU that has <c>check</c> but no model (cpu-rules.md 1.1). A hypervisor does this after filling in its default CPU
    /// (hypervisor-rules.md 4.1, step 3), so reading does not.
    /// </summary>
    /// <exception cref="CpuException">The CPU is like that (<see cref="CpuErrorKind.Unsupported"/>).</exception>
    public void RefuseCheckWithoutModel()
    {
        if (Definition.Cpu is { Mode: CpuMode.Custom, Model: null, Check: not CpuCheck.Default })
        {
            throw _root.First("cpu")!.Refuse("check", Messages.Domain_CheckWithoutModel, MistakeKind.Unsupported);
        }
    }

    /// <summary>An error about something in the document, for a caller that cannot do what the document asks.</summary>
    /// <param name="place">Where it is in the document.</param>
    /// <param name="text">What is wrong, what was expected, what to do.</param>
    /// <param name="kind">The class of the refusal.</param>
    public CpuException Refuse(DomainPlace place, string text, CpuErrorKind kind = CpuErrorKind.Unsupported) =>
        new(kind, CpuRule.Malformed, _errors.Placed(new Position(place.Line, place.Column), text));

    /// <summary>The warning that a part has no effect, since nobody interprets it.</summary>
    /// <param name="part">One of <see cref="Uninterpreted"/>.</param>
    /// <returns>A sentence; it begins with file, line and column.</returns>
    public string WarningOf(UninterpretedPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return Refuse(part.Place, NVirt.Xml.Text.Of(Messages.Domain_Uninterpreted, part.Path)).Message;
    }

    /// <summary>Does something with the domain's CPU; a refusal of it says where it stands in the document.</summary>
    /// <param name="step">What is done.</param>
    /// <exception cref="CpuException">The step was refused; the message begins with file, line and column.</exception>
    public T AtCpu<T>(Func<T> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        try
        {
            return step();
        }
        catch (CpuException e) when (e.Refusal.Reasons[0].Rule != CpuRule.Malformed)
        {
            throw e.At(Refuse(PlaceOf("cpu"), e.Message).Message);
        }
    }

    /// <summary>Where the first element of a path begins, or else its nearest ancestor: <c>features/hyperv/spinlocks</c>.</summary>
    /// <param name="path">Names below the root, separated by slashes.</param>
    public DomainPlace PlaceOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Element found = _root;
        foreach (string name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (found.First(name) is not { } child)
            {
                break;
            }

            found = child;
        }

        return found.Place();
    }
}
