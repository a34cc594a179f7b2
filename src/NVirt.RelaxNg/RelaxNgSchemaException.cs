using System.Globalization;

namespace NVirt.RelaxNg;

/// <summary>A schema that can not be used: it can not be read, is no RELAX NG, or breaks one of its restrictions.</summary>
public sealed class RelaxNgSchemaException : Exception
{
    /// <summary>An exception without a place; prefer the one with it.</summary>
    public RelaxNgSchemaException()
        : this(string.Empty)
    {
    }

    /// <summary>An exception without a place.</summary>
    public RelaxNgSchemaException(string message)
        : base(message)
    {
    }

    /// <summary>An exception without a place, with what it comes from.</summary>
    public RelaxNgSchemaException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Says where and why.</summary>
    /// <param name="file">The file, or <see langword="null"/> if it has no name.</param>
    /// <param name="line">The line, from 1; 0 if it is about the whole file.</param>
    /// <param name="column">The column, from 1; 0 if it is about the whole file.</param>
    /// <param name="reason">What is wrong, without the place.</param>
    /// <param name="inner">What this comes from.</param>
    public RelaxNgSchemaException(string? file, int line, int column, string reason, Exception? inner = null)
        : base(Place(file, line, column) + Text.Message(reason), inner)
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The file, or <see langword="null"/> if it has no name.</summary>
    public string? File { get; }

    /// <summary>The line, from 1; 0 if it is about the whole file.</summary>
    public int Line { get; }

    /// <summary>The column, from 1; 0 if it is about the whole file.</summary>
    public int Column { get; }

    private static string Place(string? file, int line, int column) => (file is null ? string.Empty : file + ":")
        + (line == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{line}:{column}:"))
        + (file is null && line == 0 ? string.Empty : " ");
}
