using NVirt.Cpu;
using NVirt.Platforms;

namespace NVirt.Cli.Input;

/// <summary>What files say besides features, which the forms of CPUs have no place for.</summary>
internal static class StatedAxes
{
    /// <summary>The host of a file that tells its form.</summary>
    public static CpuStatement Host(Session session, string file, SourceHints hints) =>
        Read(session, file, number: null, hints.WithoutForm) is [var one] ? one
            : CpuStatement.Of(Inputs.Cpu(session, file), session.Map);

    /// <summary>
    /// Every CPU of a file that some platform writes; <see langword="null"/> if it is none, or if it cannot be read again.
    /// </summary>
    /// <param name="session">The command.</param>
    /// <param name="file">The file.</param>
    /// <param name="number">The processor that is meant of a dump; then there is no statement of all.</param>
    /// <param name="hints">What is told of it.</param>
    /// <param name="isFallback">Whether the form is that only of files that do not tell their own.</param>
    public static IReadOnlyList<CpuStatement>? Read(
        Session session, string file, int? number, SourceHints hints, bool isFallback = false)
    {
        if (number is not null || file is "-" or "/dev/stdin")
        {
            return null;
        }

        try
        {
            if (Files.TryReadPlain(file) is not { } content)
            {
                return null;
            }

            string? given = isFallback && !PlatformInputs.NeedsForm(content, file) ? null : hints.Form;
            return given is not null || PlatformReader.FormOf(content, file) is not null
                ? PlatformReader.Read(content, Files.Name(file), hints.OptionsOf(session), given) : null;
        }
        catch (Exception e) when (e is CpuException or IOException or UnauthorizedAccessException)
        {
            // Whoever reads it for its CPUs says what is wrong.
            return null;
        }
    }
}
