using System.ComponentModel;
using System.Diagnostics;

namespace NVirt.Cli.Input;

/// <summary>
/// The terminal, while every key goes to the guest: nothing is echoed, and no key means anything here. Disposing of it makes the terminal
/// what it was.
/// </summary>
internal sealed class RawTerminal : IDisposable
{
    private readonly string _before;

    private RawTerminal(string before) => _before = before;

    /// <summary>Enters it; <see langword="null"/> if standard input is no terminal.</summary>
    public static RawTerminal? Enter()
    {
        if (Console.IsInputRedirected || Stty("-g") is not { Length: > 0 } before)
        {
            return null;
        }

        Stty("raw", "-echo");
        return new RawTerminal(before);
    }

    public void Dispose() => Stty(_before);

    // It works on its standard input, which is ours.
    private static string? Stty(params string[] words)
    {
        try
        {
            using Process stty =
                Process.Start(new ProcessStartInfo("stty", words) { RedirectStandardOutput = true, UseShellExecute = false })!;
            string output = stty.StandardOutput.ReadToEnd().Trim();
            stty.WaitForExit();
            return stty.ExitCode == 0 ? output : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
