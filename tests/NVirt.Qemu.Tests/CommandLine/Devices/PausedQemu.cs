using System.Diagnostics;
using System.Text.Json;
using NVirt.Qemu.CommandLine;

namespace NVirt.Qemu.Tests.CommandLine.Devices;

/// <summary>A QEMU that was started with a command line, kept paused, asked what it built, and ended.</summary>
internal sealed class PausedQemu
{
    // Printed when QEMU chose the port; not a complaint.
    private const string ChosenPort = "VNC server running on ";

    private static readonly string[] Questions =
    [
        """{"execute": "qmp_capabilities"}""",
        """{"execute": "query-cpus-fast", "id": "cpus"}""",
        """{"execute": "query-block", "id": "block"}""",
        """{"execute": "query-chardev", "id": "chardev"}""",
        """{"execute": "query-vnc", "id": "vnc"}""",
        """{"execute": "query-memdev", "id": "memdev"}""",
        """{"execute": "qom-list", "id": "peripheral", "arguments": {"path": "/machine/peripheral"}}""",
        """{"execute": "quit"}""",
    ];

    private readonly Dictionary<string, JsonElement> _answers = [];

    /// <summary>What QEMU wrote to standard error.</summary>
    public required string Complaints { get; init; }

    public int Cpus => _answers["cpus"].GetArrayLength();

    public bool HasVnc => _answers["vnc"].GetProperty("enabled").GetBoolean();

    /// <summary>The names of the devices.</summary>
    public IEnumerable<string> Devices => _answers["peripheral"].EnumerateArray()
        .Select(d => d.GetProperty("name").GetString()!)
        .Where(name => name != "type");

    /// <summary>The files of the disks, with format, whether they are read-only, and the device that uses them.</summary>
    public IEnumerable<string> Disks => _answers["block"].EnumerateArray()
        .Where(d => d.TryGetProperty("inserted", out _) && d.TryGetProperty("qdev", out _))
        .Select(d => (Inserted: d.GetProperty("inserted"), Device: d.GetProperty("qdev").GetString()!))
        .Select(d =>
            $"{d.Inserted.GetProperty("image").GetProperty("filename")} {d.Inserted.GetProperty("drv")} {d.Inserted.GetProperty("ro")} "
                + $"{DeviceOf(d.Device)}");

    /// <summary>The length of the first disk's backing chain.</summary>
    public int BackingDepth => _answers["block"].EnumerateArray().First(d => d.TryGetProperty("inserted", out _)).GetProperty("inserted")
        .GetProperty("backing_file_depth").GetInt32();

    /// <summary>The backends of character devices: name and kind.</summary>
    public IEnumerable<string> Backends => _answers["chardev"].EnumerateArray()
        .Where(c => c.GetProperty("label").GetString()!.StartsWith("char", StringComparison.Ordinal))
        .Select(c => $"{c.GetProperty("label")} {c.GetProperty("filename").GetString()!.Split(':')[0]}");

    public static async Task<PausedQemu> StartAsync(QemuArguments arguments)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ProcessStartInfo start = new(arguments.Emulator, [.. arguments.Arguments, "-qmp", "stdio"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process qemu = Process.Start(start)!;
        Task<string> complaints = qemu.StandardError.ReadToEndAsync(cancellation);
        Task<string> output = qemu.StandardOutput.ReadToEndAsync(cancellation);
        try
        {
            await qemu.StandardInput.WriteAsync(string.Join('\n', Questions));
            await qemu.StandardInput.FlushAsync(cancellation);
        }
        catch (IOException)
        {
            // It ended at once; its output says why.
        }

        await qemu.WaitForExitAsync(cancellation);
        Assert.True(qemu.ExitCode == 0, $"{await complaints}\n{string.Join('\n', arguments.Arguments)}");
        PausedQemu answers =
            new()
            {
                Complaints =
                string.Concat((await complaints).Split('\n').Where(line => !line.StartsWith(ChosenPort, StringComparison.Ordinal)))
            };
        answers.Read(await output);
        return answers;
    }

    private void Read(string output)
    {
        foreach (string line in output.Split('\n').Where(l => l.StartsWith('{')))
        {
            JsonElement message = JsonDocument.Parse(line).RootElement;
            if (message.TryGetProperty("id", out JsonElement id))
            {
                Assert.True(message.TryGetProperty("return", out JsonElement answer), line);
                _answers[id.GetString()!] = answer;
            }
        }
    }

    // "/machine/peripheral/virtio-disk0/virtio-backend"
    private static string DeviceOf(string path) => path.Split('/') is [_, "machine", "peripheral", { } name, ..] ? name : path;
}
