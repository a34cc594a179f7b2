using System.CommandLine;
using NVirt.Cli.Commands;
using NVirt.Cpu;

namespace NVirt.Cli;

/// <summary>What one run of a command works with: its options, its map, and where it writes.</summary>
internal sealed class Session
{
    private readonly Lazy<CpuMap> _map;
    private readonly ParseResult _arguments;
    private readonly ToolCommand _tool;

    public Session(ParseResult arguments)
    {
        _arguments = arguments;
        Out = arguments.InvocationConfiguration.Output;
        Error = arguments.InvocationConfiguration.Error;
        _tool = ToolCommand.Of(arguments);
        Quiet = arguments.GetValue(_tool.Quiet);
        _map = new(() => arguments.GetValue(_tool.CpuMap) is { } directory ? CpuMap.Load(directory) : CpuMap.Default);
    }

    /// <summary>Where data goes.</summary>
    public TextWriter Out { get; }

    /// <summary>Where everything else goes.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether notes are left out.</summary>
    public bool Quiet { get; }

    /// <summary>The map of <c>--cpu-map</c>, or the one compiled in.</summary>
    public CpuMap Map => _map.Value;

    /// <summary>Whether tables may have colour: on a terminal, unless it is turned off.</summary>
    public bool HasColor => !_arguments.GetValue(_tool.NoColor) && ReferenceEquals(Out, Console.Out)
        && !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Whether programs read the output: then all texts are English.</summary>
    public static bool IsForPrograms(ParseResult arguments) => arguments.GetResult(ToolCommand.Of(arguments).Output) is { Tokens: [{ Value: var word }] }
        && string.Equals(word, nameof(OutputFormat.Json), StringComparison.OrdinalIgnoreCase);

    public T? Get<T>(Option<T> option) => _arguments.GetValue(option);

    public T? Get<T>(Argument<T> argument) => _arguments.GetValue(argument);

    /// <summary>The folder of domains that is meant; <see langword="null"/> for the usual one.</summary>
    public string? DomainRoot => DomainGroup.RootOf(_arguments);

    /// <summary>The driver of an architecture with this session's map.</summary>
    public CpuDriver Driver(CpuArchitecture arch) => CpuDriver.For(arch, Map);

    /// <summary>The form of output that was asked for.</summary>
    /// <param name="forms">What the command can write; the first is its default.</param>
    /// <exception cref="CliException">It can not write the form.</exception>
    public OutputFormat Format(params ReadOnlySpan<OutputFormat> forms)
    {
        if (_arguments.GetValue(_tool.Output) is not { } word)
        {
            return forms[0];
        }

        foreach (OutputFormat form in forms)
        {
            if (string.Equals(form.ToString(), word, StringComparison.OrdinalIgnoreCase))
            {
                return form;
            }
        }

        string known = string.Join(", ", forms.ToArray().Select(f => f.ToString().ToLowerInvariant()));
        throw new CliException(Text.Of(Messages.Error_Format, word, known));
    }

    /// <summary>Writes a remark for people; <c>--quiet</c> leaves it out.</summary>
    public void Note(string text)
    {
        if (!Quiet)
        {
            Problem(text);
        }
    }

    /// <summary>Writes why one of several things could not be done.</summary>
    public void Problem(string text) => Error.WriteLine($"nvirt: {Text.OnOneLine(text)}");
}
