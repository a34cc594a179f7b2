using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using NVirt.Qemu.CommandLine;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>The installed QEMU starts with our arguments for random domains, and has their CPUs.</summary>
public sealed partial class QemuAcceptanceTests(Libvirt libvirt)
{
    private const int Usual = 60;
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Qemu_starts_and_has_the_cpus()
    {
        OurQemu qemu = await OurQemu.ProbeAsync(libvirt.Map);
        RandomDomains domains = qemu.Domains(new Random(RunSettings.Seed));
        int started = 0;
        for (int i = 0; i < RunSettings.Times(Usual); i++)
        {
            string xml = domains.Next();
            if (qemu.TryBuild(xml) is not { } arguments)
            {
                continue;
            }

            (int code, string output, string error) = await StartPausedAsync(arguments);
            if (arguments.Warnings.Any(w => w.Contains("QEMU does not start", StringComparison.Ordinal)))
            {
                Assert.True(code != 0, $"told to be refused, and started: {xml}");
                continue;
            }

            if (code != 0 && MissingSwitch().Match(error) is { Success: true } missing && qemu.LacksSwitch(missing.Groups["name"].Value))
            {
                continue;
            }

            Assert.True(code == 0, $"{error}\n{xml}\n{string.Join(' ', arguments.Arguments)}");
            string type = arguments.ValueOf("-cpu")!.Split(',')[0] + "-x86_64-cpu";
            Assert.Equal(Enumerable.Repeat(type, (int)arguments.Domain.Vcpus.AtStart), TypesOf(output));
            started++;
        }

        Assert.InRange(started, RunSettings.Times(Usual) / 4, int.MaxValue);
    }

    private static async Task<(int Code, string Output, string Error)> StartPausedAsync(QemuArguments arguments)
    {
        ProcessStartInfo start = new(arguments.Emulator, [.. arguments.Arguments, "-S", "-qmp", "stdio"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancellation);
        Task<string> error = process.StandardError.ReadToEndAsync(Cancellation);
        try
        {
            await process.StandardInput.WriteAsync(
                """{"execute": "qmp_capabilities"} {"execute": "query-hotpluggable-cpus"} {"execute": "quit"}""");
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended, and its last output says why.
        }

        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, await output, await error);
    }

    [GeneratedRegex(@"Property '[^'.]*\.(?<name>[^'.]+)' not found", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex MissingSwitch();

    // The expected ones that are present.
    private static IEnumerable<string> TypesOf(string output)
    {
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument message = JsonDocument.Parse(line);
            if (message.RootElement.TryGetProperty("return", out JsonElement cpus) && cpus.ValueKind == JsonValueKind.Array)
            {
                return [.. cpus.EnumerateArray().Where(c => c.TryGetProperty("qom-path", out _))
                    .Select(c => c.GetProperty("type").GetString()!)];
            }
        }

        return [];
    }
}
