using System.Diagnostics;
using Xunit;

namespace NVirt.Testing;

/// <summary>Second opinions from the machine itself. One that is missing skips a test, except in continuous integration.</summary>
internal static class Peer
{
    public static void Missing(string what)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(what);
        }

        Assert.Skip(what);
    }

    /// <summary>A program that has to be in PATH, and the Debian package that has it.</summary>
    public static void Require(string program, string package)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        if (!folders.Any(f => File.Exists(Path.Combine(f, program))))
        {
            Missing($"{program} is not installed (Debian package {package})");
        }
    }

    public static byte[] Output(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        try
        {
            using Process process = Process.Start(start)!;
            using MemoryStream output = new();
            process.StandardOutput.BaseStream.CopyTo(output);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output.ToArray();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Missing($"{program} is not installed");
            throw;
        }
    }
}
