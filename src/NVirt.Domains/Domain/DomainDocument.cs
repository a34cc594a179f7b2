using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>
/// A domain's XML: its text, and what NVirt makes of it. Nothing is lost: an edit replaces the element that it means, and everything else
/// stays as it is, to the character. Immutable and safe for concurrent use.
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
        using XmlScanner scanner = new(text, file, isSequence: false);
        _errors = scanner.Errors;
        scanner.ReadToOnlyRoot("<domain>");
        if (scanner.Name != "domain")
        {
            throw _errors.Malformed(scanner.Position, NVirt.Cpu.Text.Of(Messages.Domain_NotDomain, DocumentErrors.Quote(scanner.Name)));
        }

        WholeDocument document = new();
        _root = Element.Whole(scanner, document);
        scanner.ReadToEnd();
        SourceText source = new(text);
        _edit = new TextEdit(text, source);
        Definition = DomainInterpreter.Interpret(_root);
        Uninterpreted = new Uninterpreted(document, source).Find(_root);
        document.Close();
    }

    /// <summary>The document.</summary>
    public string Text { get; }

    /// <summary>Its name for messages, or <see langword="null"/>.</summary>
    public string? File { get; }

    /// <summary>What NVirt interprets of it.</summary>
    public DomainDefinition Definition { get; }

    /// <summary>
    /// What NVirt keeps without interpreting it, in document order: elements (without what is inside of them), attributes and texts. Title,
    /// description and metadata are not among them.
    /// </summary>
    public IReadOnlyList<UninterpretedPart> Uninterpreted { get; }

    /// <summary>Reads domain XML.</summary>
    /// <param name="xml">The text: at most 64 Mi characters, 256 levels and 1,048,576 elements, without a document type.</param>
    /// <param name="file">Its name for messages, or <see langword="null"/>.</param>
    /// <returns>The document. What only a hypervisor can judge is not judged; neither is whether a name or memory is given.</returns>
    /// <exception cref="CpuException">
    /// The document is malformed (<see cref="CpuErrorKind.Xml"/>) or asks for something that libvirt does not know
    /// (<see cref="CpuErrorKind.Unsupported"/>). The message begins with file, line and column.
    /// </exception>
    public static DomainDocument Parse(string xml, string? file = null)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return new DomainDocument(xml, file);
    }

    /// <summary>
    /// Refuses a custom CPU with <c>check</c> but without a model (cpu-core.md 1.1). A hypervisor does so after it has put its default CPU
    /// where there was none (hypervisors.md 4.1, step 3), so reading does not.
    /// </summary>
    /// <exception cref="CpuException">It is so (<see cref="CpuErrorKind.Unsupported"/>).</exception>
    public void RefuseCheckWithoutModel()
    {
        if (Definition.Cpu is { Mode: CpuMode.Custom, Model: null, Check: not CpuCheck.Default })
        {
            throw _root.First("cpu")!.Refuse("check", Messages.Domain_CheckWithoutModel, CpuErrorKind.Unsupported);
        }
    }

    /// <summary>A refusal of something in the document, to be thrown by whoever can not do what is asked there.</summary>
    /// <param name="place">Where it stands.</param>
    /// <param name="text">What is wrong, what was expected, what to do.</param>
    /// <param name="kind">The class of the refusal.</param>
    public CpuException Refuse(DomainPlace place, string text, CpuErrorKind kind = CpuErrorKind.Unsupported) =>
        _errors.Make(kind, new Position(place.Line, place.Column), text);

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

    /// <summary>Where the first element of a path begins, or the nearest one around it: <c>features/hyperv/spinlocks</c>.</summary>
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
