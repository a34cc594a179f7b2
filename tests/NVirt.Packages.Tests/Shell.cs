using System.Diagnostics;

namespace NVirt.Packages.Tests;

/// <summary>Runs programs.</summary>
internal static class Shell
{
    /// <summary>Runs a program.</summary>
    /// <param name="variables">As in a shell, <c>A=b</c>; a name alone is taken away.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">What it is given.</param>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static (int Code, string Output, string Error) Run(string[] variables, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Places.Root,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment.Remove("LANGUAGE");
        foreach (string variable in variables)
        {
            string[] parts = variable.Split('=', 2);
            start.Environment.Remove(parts[0]);
            if (parts.Length == 2)
            {
                start.Environment[parts[0]] = parts[1];
            }
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>Runs a program that has to succeed.</summary>
    /// <returns>Its standard output.</returns>
    public static string Do(string[] variables, string program, params string[] arguments)
    {
        (int code, string output, string error) = Run(variables, program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)}: exit code {code}\n{output}{error}");
        return output;
    }

    /// <inheritdoc cref="Do(string[], string, string[])"/>
    public static string Do(string program, params string[] arguments) => Do([], program, arguments);
}
