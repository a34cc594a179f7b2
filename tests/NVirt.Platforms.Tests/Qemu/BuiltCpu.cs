using System.Diagnostics;
using System.Text.Json;
using NVirt.Testing;

namespace NVirt.Platforms.Tests.Qemu;

/// <summary>What a real QEMU builds of an argument, by QMP.</summary>
internal static class BuiltCpu
{
    private const string Program = "qemu-system-x86_64";

    private static readonly Dictionary<string, Task<SortedSet<string>>> Known = new(StringComparer.Ordinal);

    /// <summary>The switches that are on, with features that this machine's QEMU cannot give.</summary>
    /// <param name="argument">All behind <c>-cpu</c>.</param>
    public static Task<SortedSet<string>> SwitchesOf(string argument)
    {
        Needs.Program(Program, "qemu-system-x86");
        lock (Known)
        {
            if (!Known.TryGetValue(argument, out Task<SortedSet<string>>? built))
            {
                built = AskAsync(argument);
                Known.Add(argument, built);
            }

            return built;
        }
    }

    private static async Task<SortedSet<string>> AskAsync(string argument)
    {
        ProcessStartInfo start = new(Program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string word in (string[])["-accel", "tcg", "-S", "-display", "none", "-nodefaults", "-m", "32",
            "-cpu", argument + ",x-force-features=on", "-qmp", "stdio"])
        {
            start.ArgumentList.Add(word);
        }

        using Process qemu = Process.Start(start)!;
        Task<string> errors = qemu.StandardError.ReadToEndAsync();
        try
        {
            await Ask("{\"execute\":\"qmp_capabilities\"}");
            JsonElement cpus = await Ask("{\"execute\":\"query-cpus-fast\"}");
            string path = cpus[0].GetProperty("qom-path").GetString()!;
            JsonElement properties = await Ask($"{{\"execute\":\"qom-list\",\"arguments\":{{\"path\":\"{path}\"}}}}");
            SortedSet<string> on = new(StringComparer.Ordinal);
            foreach (JsonElement property in properties.EnumerateArray().Where(p => p.GetProperty("type").GetString() == "bool"))
            {
                string name = property.GetProperty("name").GetString()!;
                JsonElement value = await Ask($"{{\"execute\":\"qom-get\",\"arguments\":{{\"path\":\"{path}\",\"property\":\"{name}\"}}}}");
                _ = value.GetBoolean() && on.Add(name);
            }

            return on;
        }
        finally
        {
            qemu.Kill();
            await qemu.WaitForExitAsync();
        }

        async Task<JsonElement> Ask(string command)
        {
            await qemu.StandardInput.WriteLineAsync(command);
            await qemu.StandardInput.FlushAsync();
            while (await qemu.StandardOutput.ReadLineAsync() is { } line)
            {
                using JsonDocument answer = JsonDocument.Parse(line);
                if (answer.RootElement.TryGetProperty("return", out JsonElement value))
                {
                    return value.Clone();
                }

                if (answer.RootElement.TryGetProperty("error", out _))
                {
                    throw new InvalidOperationException(line);
                }
            }

            throw new InvalidOperationException($"{argument}: {await errors}");
        }
    }
}
