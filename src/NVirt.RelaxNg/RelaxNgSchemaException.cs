using System.Globalization;

namespace NVirt.RelaxNg;

/// <summary>A schema that cannot be used: it cannot be read, is not RELAX NG, or breaks one of its restrictions.</summary>
public sealed class RelaxNgSchemaException : Exception
{
    /// <summary>An exception without a position; prefer the constructor with one.</summary>
    public RelaxNgSchemaException()
        : this(string.Empty)
    {
    }

    /// <summary>An exception without a position.</summary>
    public RelaxNgSchemaException(string message)
        : base(message)
    {
    }

    /// <summary>An exception without a position, with its cause.</summary>
    public RelaxNgSchemaException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An exception with position and reason.</summary>
    /// <param name="file">The file, or <see langword="null"/> if it has no name.</param>
    /// <param name="line">The line, from 1; 0 if it concerns the whole file.</param>
    /// <param name="column">The column, from 1; 0 if it concerns the whole file.</param>
    /// <param name="reason">What is wrong, without the position.</param>
    /// <param name="inner">The cause.</param>
    public RelaxNgSchemaException(string? file, int line, int column, string reason, Exception? inner = null)
        : base(Place(file, line, column) + MessageText.Whole(reason), inner)
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The file, or <see langword="null"/> if it has no name.</summary>
    public string? File { get; }

    /// <summary>The line, from 1; 0 if it concerns the whole file.</summary>
    public int Line { get; }

    /// <summary>The column, from 1; 0 if it concerns the whole file.</summary>
    public int Column { get; }

    private static string Place(string? file, int line, int column) => (file is null ? string.Empty : file + ":")
        + (line == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{line}:{column}:"))
        + (file is null && line == 0 ? string.Empty : " ");
}
