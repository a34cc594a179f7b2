using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Domains.Driver;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.Cli.Output;

/// <summary>Why a command could not do what it was asked: lines for people, one JSON object for programs.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Kind">The class of the error, in small letters with hyphens.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
internal sealed partial record ErrorReport(int Code, string Kind, string Message)
{
    private const string Schema = "nvirt.error";

    // Of a message that begins with a place, so much is looked at.
    private const int LongestPlace = 4096;

    public ErrorReport(int code, CliErrorKind kind, string message)
        : this(code, CpuJson.Word(kind), message)
    {
    }

    /// <summary>Why, where it is about single features and the like.</summary>
    public ImmutableArray<CpuReason> Reasons { get; init; } = [];

    /// <summary>Whether people are shown the reasons: not where the message has them.</summary>
    public bool ShowsReasons { get; init; }

    /// <summary>All that is wrong with a document, each with its place; empty if the message is all.</summary>
    public ImmutableArray<string> Mistakes { get; init; } = [];

    /// <summary>What may have been meant; empty if nothing comes near.</summary>
    public ImmutableArray<string> Suggestions { get; init; } = [];

    /// <summary>What is said of an error.</summary>
    public static ErrorReport Of(Exception error) => error switch
    {
        CpuException e =>
            new ErrorReport(ExitCode.Of(e.Refusal), CpuJson.Word(e.Kind.ToLibvirt()), e.Message)
            {
                Reasons =
                [.. e.Refusal.Reasons.Where(r => r.Rule != CpuRule.Malformed)],
                Mistakes = MistakesOf(e.Refusal),
            },
        DomainException e => new ErrorReport(ExitCode.NotJudged, CpuJson.Word(e.Kind), e.Message),
        CliException e =>
            new ErrorReport(e.Code, e.Kind, e.Message) { Reasons = e.Reasons, ShowsReasons = true, Suggestions = e.Suggestions },

        // For example a pipe whose reader went away.
        IOException e => new ErrorReport(ExitCode.NotJudged, CliErrorKind.Unreadable, e.Message),
        _ => new ErrorReport(
            ExitCode.NotJudged, CliErrorKind.Mistake, Text.Of(Messages.Error_Internal, error.GetType().Name, error.Message)),
    };

    /// <summary>Writes it in the form that was asked for.</summary>
    /// <returns>The exit code.</returns>
    public int Write(ParseResult arguments, TextWriter error)
    {
        if (Session.IsForPrograms(arguments))
        {
            error.Write(JsonDocuments.Create(Schema, Json(arguments)).ToJsonString(JsonDocuments.OnOneLine) + "\n");
            return Code;
        }

        // One line, whatever a file or an argument is called.
        foreach (string message in Mistakes.IsEmpty ? [Message] : Mistakes)
        {
            error.WriteLine($"nvirt: {Text.OnOneLine(message)}");
        }

        foreach (CpuReason reason in ShowsReasons ? Reasons : [])
        {
            error.WriteLine($"  {Text.OnOneLine(reason.Describe())}");
        }

        if (Kind == CpuJson.Word(CliErrorKind.Usage))
        {
            error.WriteLine(Text.Of(Messages.Error_SeeHelp, Help.PathOf(arguments.CommandResult.Command)));
        }

        return Code;
    }

    private static ImmutableArray<string> MistakesOf(CpuRefusal refusal) =>
        refusal.Reasons.Length > 1 && refusal.Reasons.All(r => r.Rule == CpuRule.Malformed)
            ? [.. refusal.Reasons.Select(r => r.Describe())] : [];

    private JsonObject Json(ParseResult arguments)
    {
        JsonObject json = new()
        {
            ["command"] = Help.PathOf(arguments.CommandResult.Command),
            ["code"] = Code,
            ["kind"] = Kind,
            ["message"] = Text.OnOneLine(Message),
        };
        AddPlace(json, arguments);
        if (Mistakes.Length > 0)
        {
            json["mistakes"] = CpuJson.Of(Mistakes.Select(m => Text.OnOneLine(m)));
        }

        if (Reasons.Length > 0)
        {
            json["reasons"] = CpuJson.Of(Reasons);
        }

        string[] suggestions = [.. Suggestions, .. Reasons.SelectMany(r => r.Suggestions).Distinct(StringComparer.Ordinal)];
        if (suggestions.Length > 0)
        {
            json["suggestions"] = CpuJson.Of(suggestions);
        }

        List<string> remarks = ToolCommand.Of(arguments).Remarks;
        if (remarks.Count > 0)
        {
            json["notes"] = CpuJson.Of(remarks);
        }

        return json;
    }

    // All messages about a file begin with its name, and with line and column where there are some.
    private void AddPlace(JsonObject json, ParseResult arguments)
    {
        string start = Message.Length > LongestPlace ? Message[..LongestPlace] : Message;
        if (Place().Match(start) is { Success: true } place)
        {
            json["file"] = place.Groups["file"].Value;
            json["line"] = Number("line");
            json["column"] = Number("column");
        }
        else if (arguments.Tokens.Select(t => Input.Files.Name(t.Value))
            .FirstOrDefault(t => start.StartsWith(t + ": ", StringComparison.Ordinal)) is { } file)
        {
            json["file"] = file;
        }

        int Number(string name) => int.Parse(place.Groups[name].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(?<file>.+?):(?<line>\d{1,9}):(?<column>\d{1,9}): ", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Place();
}
