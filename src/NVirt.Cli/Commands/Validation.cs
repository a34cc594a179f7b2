using NVirt.Cli.Input;
using NVirt.Cpu.Xml;
using NVirt.RelaxNg;

namespace NVirt.Cli.Commands;

/// <summary>What validating one file came to.</summary>
/// <param name="File">What messages call it.</param>
/// <param name="Mistakes">What its schema does not allow.</param>
/// <param name="Problem">Why it could not be judged, or not to its end; otherwise <see langword="null"/>.</param>
internal sealed record Validation(string File, IReadOnlyList<RelaxNgError> Mistakes, string? Problem)
{
    public int Code => Problem is not null ? ExitCode.NotJudged : Mistakes.Count > 0 ? ExitCode.No : ExitCode.Done;

    /// <summary>Validates a file.</summary>
    public static Validation Of(string file, Schemas schemas)
    {
        string name = Files.Name(file);
        try
        {
            byte[] content = Files.Read(file);
            IReadOnlyList<RelaxNgError> errors = Errors(name, content, schemas);
            return new Validation(
                name,
                [.. errors.Where(e => e.Kind != RelaxNgErrorKind.Malformed)],
                errors.FirstOrDefault(e => e.Kind == RelaxNgErrorKind.Malformed)?.ToString());
        }
        catch (CliException e)
        {
            return new Validation(name, [], e.Message);
        }
    }

    // What compare takes is validated as it: several documents, and those in what was pasted.
    private static IReadOnlyList<RelaxNgError> Errors(string name, byte[] content, Schemas schemas)
    {
        IReadOnlyList<XmlPart> parts = schemas.IsGiven ? [] : XmlParts.Find(content, name);
        return parts.Count == 0
            ? schemas.For(name, content).Validate(new MemoryStream(content), name)
            : [.. parts.SelectMany(p => Errors(name, p, schemas).Select(e => Moved(e, p)))];
    }

    // The schemas know the modes of domain capabilities inside of their element only.
    private static IReadOnlyList<RelaxNgError> Errors(string name, XmlPart part, Schemas schemas) => part.Name == XmlParts.Mode
        ? [.. schemas.ForRoot(name, "cpu").Validate($"<cpu>{part.Text}</cpu>", name).Select(e => e.Line == 1 ? e with { Column = e.Column - "<cpu>".Length } : e)]
        : schemas.ForRoot(name, part.Name).Validate(part.Text, name);

    private static RelaxNgError Moved(RelaxNgError error, XmlPart part) =>
        error with { Line = error.Line + part.Line - 1, Column = error.Line == 1 ? error.Column + part.Column - 1 : error.Column };
}
