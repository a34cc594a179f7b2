using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Platforms;
using NVirt.Xml;

namespace NVirt.Cli.Input;

/// <summary>What files and folders say of CPUs, in the words of any platform or as a dump of registers.</summary>
internal static class Statements
{
    // More files than machines that are converted at once.
    private const int MostFiles = 10_000;

    /// <summary>Everything in a file, or in all files of a folder.</summary>
    /// <param name="session">The command.</param>
    /// <param name="path">The file, the folder, or <c>-</c> for standard input.</param>
    /// <param name="form">The form that is given; <see langword="null"/> to recognise it.</param>
    /// <param name="isFallback">Whether the form is that only of files that do not tell their own.</param>
    /// <param name="options">What is known besides; <see langword="null"/> for nothing.</param>
    public static IReadOnlyList<CpuStatement> Read(
        Session session, string path, string? form, bool isFallback = false, PlatformReadOptions? options = null)
    {
        options ??= new PlatformReadOptions { Map = session.Map };
        return path != "-" && Directory.Exists(path) ? OfFolder(session, path, form, isFallback, options)
            : Of(session, Files.Read(path), Files.Name(path), form, isFallback, options);
    }

    // What is beside the files of hosts, such as a README, is told and left out.
    private static List<CpuStatement> OfFolder(
        Session session, string folder, string? form, bool isFallback, PlatformReadOptions options)
    {
        string[] files = [.. Directory.EnumerateFiles(folder).Take(MostFiles + 1)];
        Array.Sort(files, StringComparer.Ordinal);
        if (files.Length > MostFiles)
        {
            throw new CliException(Text.Of(Messages.Error_ConvertFolder, folder, MostFiles), kind: CliErrorKind.Unreadable);
        }

        List<CpuStatement> statements = [];
        foreach (string file in files)
        {
            if (Path.GetFileName(file).StartsWith('.'))
            {
                session.Note(Text.Of(Messages.Note_Hidden, file));
                continue;
            }

            byte[] content = Files.Read(file);
            if (form is null && FindForm(content, file, out CpuException? problem) is null && FindDump(session, content, file) is null)
            {
                // What is broken, or could be several things, may be what decides.
                if (problem is not null && Utf8Text.Decode(content, out _) is not null)
                {
                    throw problem;
                }

                session.Note(Text.Of(Messages.Note_ConvertSkipped, file));
                continue;
            }

            statements.AddRange(Of(session, content, file, form, isFallback, options));
        }

        return statements.Count > 0 ? statements
            : throw new CliException(Text.Of(Messages.Error_ConvertEmpty, folder), kind: CliErrorKind.Unreadable);
    }

    private static IReadOnlyList<CpuStatement> Of(
        Session session, byte[] content, string name, string? form, bool isFallback, PlatformReadOptions options)
    {
        form = isFallback && !PlatformInputs.NeedsForm(content, name) ? null : form;
        if (form is null && FindForm(content, name, out _) is null && FindDump(session, content, name) is { } dump)
        {
            foreach (CpuSource source in dump)
            {
                Inputs.Tell(session, source);
            }

            return [.. dump.Select(s => CpuStatement.Of(s, session.Map))];
        }

        return PlatformReader.Read(content, name, options, form);
    }

    private static string? FindForm(byte[] content, string name, out CpuException? problem)
    {
        problem = null;
        try
        {
            return PlatformReader.FormOf(content, name);
        }
        catch (CpuException e)
        {
            // A dump need not be text.
            problem = e;
            return null;
        }
    }

    private static IReadOnlyList<CpuSource>? FindDump(Session session, byte[] content, string name)
    {
        try
        {
            return CpuReader.Read(content, name, session.Map);
        }
        catch (CpuException)
        {
            return null;
        }
    }
}
