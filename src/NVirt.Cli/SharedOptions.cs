using System.CommandLine;
using System.CommandLine.Parsing;
using NVirt.Cli.Output;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Cli;

/// <summary>Arguments and options that several commands have; made anew for each, since a symbol belongs to one.</summary>
internal static class SharedOptions
{
    public static Argument<string> File() => new("FILE") { Description = Messages.Argument_File };

    public static Option<string?> Host() => Host(Messages.Option_Host);

    public static Option<string?> Host(string description) => new("--host") { Description = description, HelpName = "FILE" };

    /// <summary>The documents of one host.</summary>
    public static Option<string[]> Hosts() => new("--host") { Description = Messages.Option_Hosts, HelpName = "FILE" };

    /// <summary>What files are, where their content does not tell it.</summary>
    public static Option<string?> From()
    {
        Option<string?> option = new("--from") { Description = Messages.Option_From, HelpName = "FORM" };
        Only(option, static () => [.. PlatformReader.Forms.Union(PlatformReader.Platforms)]);
        return option;
    }

    /// <summary>The version of the libvirt that wrote what hosts say.</summary>
    public static Option<Version?> Libvirt() => new("--libvirt")
    {
        Description = Messages.Option_Libvirt,
        HelpName = "VERSION",
        CustomParser = result =>
        {
            string word = result.Tokens[0].Value;
            if (Version.TryParse(word, out Version? version))
            {
                return version;
            }

            result.AddError(Text.Of(Messages.Error_LibvirtVersion, word));
            return null;
        },
    };

    /// <summary>The platform to write for.</summary>
    public static Option<string?> To(string description)
    {
        Option<string?> option = new("--to") { Description = description, HelpName = "PLATFORM" };
        Only(option, static () => [.. PlatformWriter.Platforms]);
        return option;
    }

    /// <summary>The processor of a dump that is meant.</summary>
    public static Option<int?> Cpu() => new("--cpu")
    {
        Description = Messages.Option_Cpu,
        HelpName = "N",
        CustomParser = result =>
        {
            string word = result.Tokens[0].Value;
            if (Digits.TryParse(word, out int number))
            {
                return number;
            }

            result.AddError(Text.Of(Messages.Error_CpuNumber, word));
            return null;
        },
    };

    /// <summary>An option that takes one of several words, the first if it is not given.</summary>
    public static Option<string> Word(string name, string description, params string[] words)
    {
        Option<string> option =
            new(name) { Description = description, DefaultValueFactory = _ => words[0], HelpName = string.Join('|', words) };
        Only(option, words);
        return option;
    }

    /// <summary>Makes an option take some words only, and offers them.</summary>
    public static void Only<T>(Option<T> option, params string[] words)
    {
        option.CompletionSources.Add(words);
        option.Validators.Add(result => Check(result, option.Name, words));
    }

    /// <summary>The same with words that are looked up only when one is given.</summary>
    public static void Only<T>(Option<T> option, Func<string[]> words)
    {
        option.CompletionSources.Add(_ => words());
        option.Validators.Add(result => Check(result, option.Name, words()));
    }

    /// <summary>Makes an argument take some words only, and offers them.</summary>
    public static void Only<T>(Argument<T> argument, params string[] words)
    {
        argument.CompletionSources.Add(words);
        argument.Validators.Add(result => Check(result, Help.NameOf(argument), words));
    }

    /// <summary>An option that takes a whole number of at least 1.</summary>
    public static Option<uint?> Number(string name, string description, string unit) => new(name)
    {
        Description = description,
        HelpName = unit,
        CustomParser = result =>
        {
            string word = result.Tokens[0].Value;
            if (Digits.TryParse(word, out uint number) && number > 0)
            {
                return number;
            }

            result.AddError(Text.Of(Messages.Error_Number, name, word));
            return null;
        },
    };

    /// <summary>An option that takes a time: a whole number with s, m, h or d, such as 24h.</summary>
    public static Option<TimeSpan?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            string word = result.Tokens[0].Value;
            if (TimeOf(word) is { } time)
            {
                return time;
            }

            result.AddError(Text.Of(Messages.Error_Time, word));
            return null;
        },
    };

    private static TimeSpan? TimeOf(string word) =>
        word.Length > 1 && Digits.TryParse(word.AsSpan(..^1), out int number) ? word[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' when number <= 1_000_000 => TimeSpan.FromDays(number),
            _ => null,
        } : null;

    private static void Check(SymbolResult result, string name, string[] words)
    {
        foreach (string word in result.Tokens.Select(t => t.Value).Where(w => !words.Contains(w, StringComparer.Ordinal)))
        {
            result.AddError(Text.Of(Messages.Error_Word, name, word, Words.OneOf(words)) + Words.Meant(word, words));
        }
    }

    public static Option<string[]> Models()
    {
        Option<string[]> option = new("--models") { Description = Messages.Option_Models, HelpName = "A,B" };
        option.CompletionSources.Add(_ => ModelNames());
        return option;
    }

    public static Option<string?> ModelsFrom() => new("--models-from") { Description = Messages.Option_ModelsFrom, HelpName = "QMP.json" };

    public static Argument<string> Arch()
    {
        Argument<string> argument =
            new("ARCH") { Description = Messages.Argument_Arch, DefaultValueFactory = _ => "x86_64", HelpName = "ARCH" };
        argument.CompletionSources.Add(_ => CpuArchitectures.All.Select(a => a.ToName()));
        return argument;
    }

    /// <summary>The architecture that the argument names.</summary>
    public static CpuArchitecture ArchOf(string? name) => CpuArchitectures.TryParse(name, out CpuArchitecture arch)
        ? arch
        : throw UnknownArch(name ?? string.Empty, [.. CpuArchitectures.All.Select(a => a.ToName())]);

    private static CliException UnknownArch(string name, string[] known)
    {
        string[] near = Spelling.Nearest(name, known);
        return new CliException(Text.Of(Messages.Error_Arch, name, Words.OneOf(known)) + Words.Meant(near),
            kind: CliErrorKind.Usage)
        { Suggestions = [.. near] };
    }

    /// <summary>One architecture of each part of the map.</summary>
    public static IReadOnlyList<CpuArchitecture> Mapped { get; } = [CpuArchitecture.X86_64, CpuArchitecture.Ppc64, CpuArchitecture.Aarch64];

    public static IEnumerable<string> ModelNames() => Mapped.SelectMany(CpuMap.Default.Models).Select(m => m.Name);

    public static IEnumerable<string> FeatureNames() => Mapped.SelectMany(CpuMap.Default.Features).Select(f => f.Name);

    public static IEnumerable<string> KnownBitNames() => CpuMap.Default.KnownBits(CpuArchitecture.X86_64).Select(b => b.Name);

    /// <summary>Makes a command that answers: for people, or as JSON.</summary>
    public static Command Command(string name, string description, Func<Session, int> action, params ReadOnlySpan<Symbol> symbols) =>
        Command(name, description, OutputFormats.OfAnswer, action, symbols);

    /// <summary>Makes a command of its parts.</summary>
    /// <param name="name">Its last word.</param>
    /// <param name="description">Its help.</param>
    /// <param name="forms">The forms of its output; the first is the default.</param>
    /// <param name="action">What it does; returns the exit code.</param>
    /// <param name="symbols">Its arguments and options.</param>
    public static Command Command(
        string name, string description, OutputFormat[] forms, Func<Session, int> action, params ReadOnlySpan<Symbol> symbols)
    {
        LeafCommand command = new(name, description, forms);
        foreach (Symbol symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    command.Add(argument);
                    break;
                case Option option:
                    command.Add(option);
                    break;
                default:
                    throw new ArgumentException(symbol.Name, nameof(symbols));
            }
        }

        command.SetAction(arguments => new Session(arguments).Run(action));
        return command;
    }
}
