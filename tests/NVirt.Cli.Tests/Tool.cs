using System.Diagnostics;
using System.Globalization;
using System.Text;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>Runs the tool inside the test process, in the root of the project.</summary>
internal static class Tool
{
    static Tool()
    {
        Environment.CurrentDirectory = Places.Root;
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Path.Combine(Places.Root, "artifacts", "test-cache"));
    }

    public static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        int code = CommandLine.Run(arguments, output, error);
        if (arguments.Contains("json", StringComparer.OrdinalIgnoreCase))
        {
            JsonContract.Check(output.ToString());
            JsonContract.Check(error.ToString());
        }

        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Runs the tool as a separate process.</summary>
    /// <param name="variables">As in a shell, <c>A=b C=d</c>, in addition to this process's; no other variables choose a language.</param>
    /// <param name="arguments">The command line.</param>
    public static (int Code, string Output, string Error) RunWith(string variables, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "nvirt.dll"), .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = Places.Root,
        };
        foreach (string name in new[] { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" })
        {
            start.Environment.Remove(name);
        }

        foreach (string variable in variables.Split(' '))
        {
            start.Environment[variable.Split('=')[0]] = variable.Split('=')[1];
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Runs several command lines and records the results, in the form of the golden files.</summary>
    public static string Transcript(params IEnumerable<string> commandLines) => Transcript(Run, commandLines);

    /// <summary>The same with another way to run the tool.</summary>
    public static string Transcript(Func<string[], (int Code, string Output, string Error)> run, params IEnumerable<string> commandLines)
    {
        StringBuilder text = new();
        foreach (string line in commandLines)
        {
            var (code, output, error) = run(Split(line));
            text.Append(CultureInfo.InvariantCulture, $"$ nvirt {line}\n{output}");
            foreach (string problem in error.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                text.Append(CultureInfo.InvariantCulture, $"stderr: {problem}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"exit code {code}\n\n");
        }

        return text.ToString();
    }

    /// <summary>The words of a line; single quotes keep blanks.</summary>
    public static string[] Split(string line) =>
        [.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(line.Replace('\'', '"'))];
}
