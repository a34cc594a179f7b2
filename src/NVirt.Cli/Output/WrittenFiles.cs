using System.Text;
using System.Text.Json.Nodes;
using NVirt.Cli.Input;
using NVirt.Cpu.Judging;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Cli.Output;

/// <summary>What was written in the words of a platform, for people and for programs.</summary>
internal static class WrittenFiles
{
    /// <summary>Writes the files, and tells what the platform cannot say.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="platform">The platform.</param>
    /// <param name="output">What was written.</param>
    /// <param name="file">The file that it goes to; <see langword="null"/> or <c>-</c> for standard output.</param>
    /// <param name="possible">What is not in a baseline since not every source tells; <see langword="null"/> for a guest.</param>
    public static void Write(
        Session session, string platform, PlatformOutput output, string? file, IReadOnlyCollection<string>? possible)
    {
        if (session.FormatOf(OutputFormats.OfAnswer) == OutputFormat.Json)
        {
            session.WriteJson(JsonOf(platform, output, possible));
        }
        else
        {
            Write(session, output, file);
        }

        if (possible is { Count: > 0 })
        {
            session.Note(Text.Of(Messages.Note_ConvertPossible, string.Join(", ", possible)));
        }

        Notes.Write(session, platform, output.Remarks.Select(r => r.Describe()));
    }

    // Several files, each with its place in front.
    private static void Write(Session session, PlatformOutput output, string? file)
    {
        StringBuilder text = new();
        foreach (PlatformFile part in output.Files)
        {
            text.Append(output.Files.Length > 1 ? $"# {part.Place}\n" : string.Empty).Append(part.Text);
        }

        if (file is null or "-")
        {
            session.Out.Write(text.ToString());
            return;
        }

        try
        {
            File.WriteAllText(file, text.ToString());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new CliException(Text.Of(Messages.Error_ConvertOut, file, e.Message), kind: CliErrorKind.Failed);
        }
    }

    private static JsonObject JsonOf(string platform, PlatformOutput output, IReadOnlyCollection<string>? possible)
    {
        JsonObject json = new()
        {
            ["platform"] = platform,
            ["files"] = new JsonArray([.. output.Files.Select(f => new JsonObject { ["place"] = f.Place, ["text"] = f.Text })]),
            ["losses"] = CpuJson.Of(output.Remarks.Where(r => r.IsLoss).Select(r => r.Subject)),
        };
        if (possible is not null)
        {
            json["possible"] = CpuJson.Of(possible);
        }

        return json;
    }
}
