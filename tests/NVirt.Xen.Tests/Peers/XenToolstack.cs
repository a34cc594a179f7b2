using System.Diagnostics;
using System.Text.Json;
using NVirt.Testing;

namespace NVirt.Xen.Tests.Peers;

/// <summary>Xen's own libraries, and libvirt's driver for it, behind a process; Xen need not be running.</summary>
internal static class XenToolstack
{
    private const string Python = "/usr/bin/python3";
    private const string Packages = "to compare with libxl and libvirt: apt-get install libvirt-daemon-driver-xen python3 (Debian 12)";

    /// <summary>Sends one query after the other; the client's first lines list them.</summary>
    public static JsonElement[] Ask(params IEnumerable<(string Operation, object Argument)> questions)
    {
        string client = Path.Combine(Places.Root, "tests", "NVirt.Xen.Tests", "Peers", "xen_client.py");
        ProcessStartInfo start = new(Python, [client])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> complaints = process.StandardError.ReadToEndAsync();
            Task<string> answers = process.StandardOutput.ReadToEndAsync();
            foreach ((string operation, object argument) in questions)
            {
                process.StandardInput.WriteLine(JsonSerializer.Serialize(new[] { operation, argument }));
            }

            process.StandardInput.Close();
            string[] lines = answers.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            Needs.Package(lines.Length > 0, $"{Packages}\n{complaints.Result}");

            Assert.True(process.ExitCode == 0, complaints.Result);
            return [.. lines.Skip(1).Select(l => JsonSerializer.Deserialize<JsonElement>(l))];
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            Needs.Package(isThere: false, $"{Packages}\n{e.Message}");
            throw;
        }
    }
}
