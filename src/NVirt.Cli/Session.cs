using System.CommandLine;
using System.Text.Json.Nodes;
using NVirt.Cli.Commands.Domains;
using NVirt.Cli.Input;
using NVirt.Cli.Output;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Cpu.Judging;
using NVirt.Domains.Documents;
using NVirt.RelaxNg.Patterns;
using NVirt.Xml;

namespace NVirt.Cli;

/// <summary>What one run of a command works with: its options, its map, and where it writes.</summary>
internal sealed class Session
{
    private static readonly TimeSpan MessagePatience = TimeSpan.FromSeconds(1);

    private readonly Lazy<CpuMap> _map;
    private readonly ParseResult _arguments;
    private readonly ToolCommand _tool;
    private JsonObject? _document;

    public Session(ParseResult arguments)
    {
        _arguments = arguments;
        Out = arguments.InvocationConfiguration.Output;
        Error = arguments.InvocationConfiguration.Error;
        _tool = ToolCommand.Of(arguments);
        Quiet = arguments.GetValue(_tool.Quiet);
        Terminal = new Terminal(Out, arguments.GetValue(_tool.NoColor));
        _map = new(() => arguments.GetValue(_tool.CpuMap) is { } folder ? Files.Await(folder, _ => CpuMap.Load(folder)) : CpuMap.Default);
    }

    /// <summary>Where data goes.</summary>
    public TextWriter Out { get; }

    /// <summary>Where everything else goes.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether notes are left out.</summary>
    public bool Quiet { get; }

    /// <summary>What is known of the place where data is shown.</summary>
    public Terminal Terminal { get; }

    /// <summary>The map of <c>--cpu-map</c>, or the one compiled in.</summary>
    public CpuMap Map => _map.Value;

    /// <summary>The form of output that was asked for, or the command's default.</summary>
    /// <exception cref="CliException">The command does not have the form.</exception>
    public OutputFormat Format => FormatOf([.. Forms]);

    /// <summary>Whether programs read the output.</summary>
    public bool IsJson => Format == OutputFormat.Json;

    private IReadOnlyList<OutputFormat> Forms => ((LeafCommand)_arguments.CommandResult.Command).Forms;

    /// <summary>Whether programs read the output: then all texts are English.</summary>
    public static bool IsForPrograms(ParseResult arguments) =>
        arguments.GetResult(ToolCommand.Of(arguments).Output) is { Tokens: [{ Value: var word }] }
        && string.Equals(word, OutputFormat.Json.ToWord(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Runs a command, and writes what it leaves for the end.</summary>
    /// <param name="command">Returns the exit code.</param>
    public int Run(Func<Session, int> command)
    {
        using Interruption interruption = new(End);
        Interruption = interruption;
        try
        {
            // A form that the command does not have is refused before anything is done.
            _ = Format;
            return command(this);
        }
        catch (OperationCanceledException) when (interruption.IsCancelled)
        {
            throw new CliException(Messages.Error_Interrupted, interruption.Code, CliErrorKind.Interrupted);
        }
        finally
        {
            WriteDocument();
        }
    }

    /// <summary>The signals that end the run.</summary>
    public Interruption Interruption { get; private set; } = null!;

    public T? Get<T>(Option<T> option) => _arguments.GetValue(option);

    public T? Get<T>(Argument<T> argument) => _arguments.GetValue(argument);

    /// <summary>Which domains are meant.</summary>
    /// <exception cref="CliException">It is said twice.</exception>
    public string DomainUri => DomainGroup.UriOf(_arguments);

    /// <summary>The driver of an architecture with this session's map.</summary>
    public CpuDriver Driver(CpuArchitecture arch) => CpuDriver.For(arch, Map);

    /// <summary>The form of output that was asked for, where what a command is given decides which it has.</summary>
    /// <param name="forms">What it can write of this; the first is the default.</param>
    /// <exception cref="CliException">It cannot write the form.</exception>
    public OutputFormat FormatOf(params ReadOnlySpan<OutputFormat> forms)
    {
        if (_arguments.GetValue(_tool.Output) is not { } word)
        {
            return forms[0];
        }

        string[] known = [.. forms.ToArray().Select(f => f.ToWord())];
        int chosen = Array.FindIndex(known, k => string.Equals(k, word, StringComparison.OrdinalIgnoreCase));
        return chosen >= 0 ? forms[chosen] : throw new CliException(
            Text.Of(Messages.Error_Format, Help.PathOf(_arguments.CommandResult.Command), word, Words.OneOf(known)),
                kind: CliErrorKind.Usage);
    }

    /// <summary>Gives the JSON document of the command; it is written at the end, with the remarks that were made.</summary>
    /// <param name="fields">What it holds beside its schema and version.</param>
    public void WriteJson(JsonObject fields) => _document = JsonDocuments.Create(_arguments.CommandResult.Command, fields);

    /// <summary>Writes one of many JSON documents, on a line of its own and at once.</summary>
    public void WriteJsonLine(JsonObject fields)
    {
        Out.Write(JsonDocuments.Create(_arguments.CommandResult.Command, fields).ToJsonString(JsonDocuments.OnOneLine) + "\n");
        Out.Flush();
    }

    /// <summary>Puts schema and version in front of a document that is text, and stays otherwise as it is.</summary>
    public string WithSchema(string json) => JsonDocuments.Begin(_arguments.CommandResult.Command) + json[json.IndexOf('\n')..];

    /// <summary>Writes a remark for people; <c>--quiet</c> leaves it out. In JSON it becomes part of the document.</summary>
    public void Note(string text)
    {
        if (!Quiet)
        {
            Problem(text);
        }
    }

    /// <summary>Writes why one of several things could not be done.</summary>
    public void Problem(string text)
    {
        if (IsForPrograms(_arguments))
        {
            _tool.Remarks.Add(Text.OnOneLine(text));
        }
        else
        {
            Error.WriteLine($"nvirt: {Text.OnOneLine(text)}");
        }
    }

    private void WriteDocument()
    {
        if (_document is null)
        {
            return;
        }

        if (_tool.Remarks.Count > 0)
        {
            _document["notes"] = CpuJson.Of(_tool.Remarks);
            _tool.Remarks.Clear();
        }

        Out.Write(_document.ToJsonString(JsonDocuments.Indented) + "\n");
    }

    // Nothing that is at work would notice. The message is not waited for for long: nobody may read it, and .NET writes none while the
    // output waits for its reader.
    private void End(int code)
    {
        string problem = Messages.Error_Interrupted;
        Thread writing = new(() => new ErrorReport(code, CliErrorKind.Interrupted, problem).Write(_arguments, Error))
        {
            IsBackground = true,
        };
        writing.Start();
        writing.Join(MessagePatience);
        Environment.Exit(code);
    }
}
