using NVirt.Cli.Input;
using NVirt.RelaxNg;

namespace NVirt.Cli.Input;

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
            IReadOnlyList<RelaxNgError> errors = schemas.Validate(name, content);
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
}
