using NVirt.RelaxNg.Patterns;
using Spectre.Console;

namespace NVirt.Cli.Output;

/// <summary>
/// Tables for people. A page is as wide as the terminal, or 80 where there is none; a list with titles keeps a line a row where it goes to
/// a file or another program, so that grep, cut and awk work. COLUMNS sets the width of both.
/// </summary>
internal static class Tables
{
    /// <summary>Writes columns without borders; a title row where titles are given.</summary>
    public static void Write(Session session, IReadOnlyList<string>? titles, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> all = [.. rows.Select(row => row.Select(cell => NVirt.Xml.Text.OnOneLine(cell)).ToArray())];
        if (all.Count == 0)
        {
            return;
        }

        int? width = session.Terminal.Width;
        if (titles is null)
        {
            WriteLines(session, TextColumns.Lines(all, width ?? Terminal.UsualWidth));
            return;
        }

        all.Insert(0, titles);
        using IEnumerator<string> lines = TextColumns.Lines(all, width).GetEnumerator();
        lines.MoveNext();
        Write(session, $"[bold]{Markup.Escape(lines.Current)}[/]");
        while (lines.MoveNext())
        {
            session.Out.Write(lines.Current + "\n");
        }
    }

    /// <summary>Writes a text on as many lines as it needs.</summary>
    /// <param name="session">Where to.</param>
    /// <param name="text">Paragraphs; a line that is indented is kept as it is.</param>
    /// <param name="indent">Blanks before each line.</param>
    public static void Paragraphs(Session session, string text, int indent = 0)
    {
        int width = (session.Terminal.Width ?? Terminal.UsualWidth) - indent;
        string margin = new(' ', indent);
        foreach (string paragraph in text.Split('\n'))
        {
            WriteLines(session, TextColumns.Wrap(paragraph, paragraph.StartsWith(' ') ? null : width).Select(line => margin + line));
        }
    }

    /// <summary>Writes a heading.</summary>
    public static void Heading(Session session, string text)
    {
        session.Out.Write("\n");
        Write(session, $"[bold]{Markup.Escape(text)}[/]");
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
        Write(session, $"{Markup.Escape(subject)}: [{color}]{Markup.Escape(word)}[/]");
    }

    private static void WriteLines(Session session, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            session.Out.Write(line.TrimEnd() + "\n");
        }
    }

    // One line, however long it is. This is the only place that knows the library which makes colours.
    private static void Write(Session session, string markup)
    {
        bool hasColor = session.Terminal.HasColor;
        if (!hasColor)
        {
            session.Out.Write(Markup.Remove(markup) + "\n");
            return;
        }

        StringWriter buffer = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(buffer),
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = Math.Max(markup.Length, 1);
        console.Write(new Markup(markup));
        session.Out.Write(buffer + "\n");
    }
}
