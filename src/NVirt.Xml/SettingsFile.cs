using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NVirt.Xml;

/// <summary>Reads files of settings: JSON, of at most 1 MiB. What is wrong is told with file, line and column. Safe for use by several
/// threads.</summary>
public static class SettingsFile
{
    private const int MaxBytes = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its path, and its name in messages.</param>
    /// <param name="type">What it holds, and how comments and unknown names are taken.</param>
    /// <exception cref="SettingsException">It cannot be read, or says what makes no sense.</exception>
    public static T Read<T>(string file, JsonTypeInfo<T> type)
        where T : class
    {
        byte[] bytes;
        try
        {
            using FileStream stream = PlainFile.Open(file);
            if (stream.Length > MaxBytes)
            {
                throw new SettingsException(Text.Of(Messages.Settings_TooLarge, file, MaxBytes >> 20));
            }

            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{file}: {e.Message}", e);
        }

        return Parse(bytes, file, type);
    }

    /// <summary>Reads the content of a file.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="file">Its name in messages.</param>
    /// <param name="type">As for <see cref="Read"/>.</param>
    /// <exception cref="SettingsException">It says what makes no sense.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> bytes, string file, JsonTypeInfo<T> type)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(type);
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new SettingsException(At(file, 1, 1, Messages.Settings_Null));
        }
        catch (JsonException e)
        {
            throw new SettingsException(At(file, (e.LineNumber ?? 0) + 1, (e.BytePositionInLine ?? 0) + 1, Reason(e)), e);
        }
    }

    private static string At(string name, long line, long column, string problem) =>
        Text.Of("{0}:{1}:{2}: {3}", name, line, column, problem);

    // The reader's own words speak of types in this program, and end with the place once more.
    private static string Reason(JsonException problem)
    {
        if (problem.Message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return Text.Of(Messages.Settings_UnknownName, problem.Message.Split('\'') is [_, { } name, ..] ? name : problem.Path);
        }

        if (problem.Message.Contains("could not be converted", StringComparison.Ordinal)
            || problem.Message.Contains("doesn't allow setting null", StringComparison.Ordinal))
        {
            return Text.Of(Messages.Settings_WrongKind, problem.Path is { Length: > 2 } path ? path[2..] : "/");
        }

        int end = problem.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return Text.OnOneLine(end < 0 ? problem.Message : problem.Message[..end]);
    }
}
