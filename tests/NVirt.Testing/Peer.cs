using System.Diagnostics;
using Xunit;

namespace NVirt.Testing;

/// <summary>Second opinions from the machine itself.</summary>
internal static class Peer
{
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
            Needs.Package(isThere: false, $"{program} is not installed");
            throw;
        }
    }
}
