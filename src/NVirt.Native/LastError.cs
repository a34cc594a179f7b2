using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Domains.Driver;
using NVirt.RelaxNg;
using NVirt.Xml;

namespace NVirt.Native;

/// <summary>What the last call of this thread that gave no result has to say.</summary>
/// <param name="Kind">The class.</param>
/// <param name="Message">One line.</param>
/// <param name="File">The document, where the message names one.</param>
/// <param name="Line">The line, from 1; 0 if there is none.</param>
/// <param name="Column">The column, from 1; 0 if there is none.</param>
internal sealed record LastError(NativeErrorKind Kind, string Message, string? File, int Line, int Column)
{
    // Of a message that begins with a place, so much is looked at.
    private const int LongestPlace = 4096;

    [ThreadStatic]
    private static LastError? _ofThread;

    /// <summary>That of this thread; <see langword="null"/> if there is none.</summary>
    public static LastError? OfThread => _ofThread;

    /// <summary>Forgets that of this thread.</summary>
    public static void Clear() => _ofThread = null;

    /// <summary>Keeps an exception as that of this thread.</summary>
    /// <returns>The answer that it comes to.</returns>
    public static CpuAnswer Keep(Exception error)
    {
        string message = Text.OnOneLine(error.Message);
        (string? file, int line, int column) = PlaceIn(message);
        _ofThread = new LastError(KindOf(error), message, file, line, column);
        return error is CpuException cpu ? CpuAnswers.Of(cpu.Refusal) : CpuAnswer.None;
    }

    private static NativeErrorKind KindOf(Exception error) => error switch
    {
        NativeException e => e.Kind,
        CpuException e => (NativeErrorKind)((int)e.Kind + 1),
        DomainException => NativeErrorKind.Domain,
        RelaxNgSchemaException => NativeErrorKind.Xml,
        OutOfMemoryException => NativeErrorKind.NoMemory,
        IOException or UnauthorizedAccessException => NativeErrorKind.Unreadable,
        _ => NativeErrorKind.Internal,
    };

    // A message about a document begins with its name, line and column: name:3:14: what is wrong.
    private static (string? File, int Line, int Column) PlaceIn(string message)
    {
        int end = message.AsSpan(0, Math.Min(message.Length, LongestPlace)).IndexOf(": ");
        if (end <= 0)
        {
            return default;
        }

        int columnAt = message.LastIndexOf(':', end - 1);
        int lineAt = columnAt > 0 ? message.LastIndexOf(':', columnAt - 1) : -1;
        return lineAt > 0 && Number(message.AsSpan(lineAt + 1, columnAt - lineAt - 1)) is { } line
            && Number(message.AsSpan(columnAt + 1, end - columnAt - 1)) is { } column
            ? (message[..lineAt], line, column) : default;
    }

    private static int? Number(ReadOnlySpan<char> digits) =>
        Digits.TryParse(digits, out int number) ? number : null;
}
