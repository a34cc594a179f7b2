using NVirt.Cpu;
using Spectre.Console;

namespace NVirt.Cli.Output;

/// <summary>Tables for people: the only place that knows the library which draws them.</summary>
internal static class Tables
{
    // Where no terminal says how wide it is, lines are not broken.
    private const int WidthWhenPiped = 400;

    /// <summary>Writes columns without borders; a title row where titles are given.</summary>
    public static void Write(Session session, IReadOnlyList<string>? titles, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> all = [.. rows];
        if (all.Count == 0)
        {
            return;
        }

        Table table = new() { Border = TableBorder.None, ShowHeaders = titles is not null };
        for (int i = 0; i < all[0].Count; i++)
        {
            string title = titles is null ? string.Empty : $"[bold]{Markup.Escape(titles[i])}[/]";
            table.AddColumn(new TableColumn(title) { NoWrap = i + 1 < all[0].Count, Padding = new Padding(0, 0, 2, 0) });
        }

        foreach (IReadOnlyList<string> row in all)
        {
            table.AddRow([.. row.Select(cell => new Spectre.Console.Text(NVirt.Cpu.Text.OnOneLine(cell)))]);
        }

        Write(session, table);
    }

    /// <summary>Writes a heading.</summary>
    public static void Heading(Session session, string text)
    {
        session.Out.WriteLine();
        Write(session, new Markup($"[bold]{Markup.Escape(text)}[/]\n"));
    }

    /// <summary>A verdict's word with its colour.</summary>
    public static void Verdict(Session session, string subject, string word, int exitCode)
    {
        string color = exitCode switch
        {
            ExitCode.Done => "green",
            ExitCode.Undecided => "yellow",
            _ => "red",
        };
        Write(session, new Markup($"{Markup.Escape(subject)}: [{color}]{Markup.Escape(word)}[/]\n"));
    }

    private static void Write(Session session, Spectre.Console.Rendering.IRenderable content)
    {
        StringWriter buffer = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = session.HasColor ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = session.HasColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(buffer),
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = session.HasColor ? Math.Max(Console.WindowWidth, 60) : WidthWhenPiped;
        console.Write(content);
        foreach (string line in buffer.ToString().TrimEnd('\n', '\r').Split('\n'))
        {
            session.Out.Write(line.TrimEnd());
            session.Out.Write('\n');
        }
    }
}
