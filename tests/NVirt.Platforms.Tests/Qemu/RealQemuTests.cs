using System.Diagnostics;
using System.Text;
using System.Text.Json;
using NVirt.Platforms.Proxmox;

namespace NVirt.Platforms.Tests.Qemu;

/// <summary>A real QEMU takes what is written for it, and builds what was meant.</summary>
public sealed class RealQemuTests
{
    private const string Program = "qemu-system-x86_64";

    [Theory]
    [InlineData("qemu", "<cpu mode='custom' match='exact'><model>Nehalem</model><feature policy='require' name='aes'/>"
        + "<feature policy='disable' name='ssse3'/><feature policy='require' name='pclmuldq'/></cpu>", "aes pclmulqdq sse4.2", "ssse3")]
    [InlineData("incus", "<cpu mode='custom' match='exact'><model>Westmere</model><feature policy='require' name='movbe'/>"
        + "<feature policy='disable' name='lahf_lm'/></cpu>", "movbe aes", "lahf-lm")]
    [InlineData("ovirt", "<cpu mode='custom' match='exact'><model>Opteron_G3</model><feature policy='require' name='rdrand'/>"
        + "<feature policy='disable' name='sse4a'/></cpu>", "rdrand sse2", "sse4a")]
    public async Task What_is_written_is_what_it_builds(string platform, string xml, string on, string off)
    {
        Needs.Program(Program, "qemu-system-x86");
        string text = Reading.Write(platform, xml).Text;
        string argument = platform == "incus"
            ? string.Join(',', text.Split('\n').Where(l => l.Contains(": ", StringComparison.Ordinal)).Select(l => l.Split(": ")[1].Trim(
                '"')))
            : text.Trim();

        // In a group, a flag without a sign is turned on.
        argument = platform != "incus" ? argument
            : string.Join(',', argument.Split(',').Select((p, i) => i == 0 || p[0] is '+' or '-' ? p : "+" + p));
        Dictionary<string, bool> built = await Built(argument, [.. on.Split(' '), .. off.Split(' ')]);
        Assert.All(on.Split(' '), name => Assert.True(built[name], name));
        Assert.All(off.Split(' '), name => Assert.False(built[name], name));
    }

    [Theory]
    [InlineData("Nehalem")]
    [InlineData("Westmere")]
    [InlineData("SandyBridge")]
    [InlineData("Opteron_G3")]
    [InlineData("EPYC")]
    [InlineData("Skylake-Client")]
    public async Task It_takes_every_platforms_argument(string model)
    {
        Needs.Program(Program, "qemu-system-x86");
        string xml = $"<cpu mode='custom' match='exact'><model>{model}</model><feature policy='require' name='movbe'/>"
            + "<feature policy='disable' name='lahf_lm'/><feature policy='require' name='sse4.2'/></cpu>";
        foreach (string platform in (string[])["qemu", "ovirt", "proxmox", "proxmox-custom"])
        {
            Dictionary<string, bool> built = await Built(ArgumentOf(platform, xml), ["movbe", "sse4.2", "lahf-lm"]);
            Assert.True(built["movbe"] && built["sse4.2"], platform);
            Assert.False(built["lahf-lm"], platform);
        }
    }

    // Proxmox VE gives QEMU what its configuration means.
    private static string ArgumentOf(string platform, string xml)
    {
        PlatformOutput output = Reading.Write(platform, xml);
        if (!platform.StartsWith("proxmox", StringComparison.Ordinal))
        {
            return output.Text.Trim();
        }

        (string vm, string models) = platform == "proxmox" ? (output.Files[0].Text, output.Files[1].Text)
            : ("cpu: custom-nvirt\n", output.Text);
        return ProxmoxArgument.Of(
            TextOf(vm), ProxmoxVm.Read(TextOf(vm), kvm: false), ProxmoxModels.ReadAll(TextOf(models)), new Version(10, 0));
    }

    private static PlatformText TextOf(string text) => new(Encoding.UTF8.GetBytes(text), "vm");

    private static async Task<Dictionary<string, bool>> Built(string argument, string[] names)
    {
        ProcessStartInfo start = new(Program)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string word in (string[])["-accel", "tcg", "-S", "-display", "none", "-nodefaults", "-m", "32", "-cpu", argument, "-qmp",
            "stdio"])
        {
            start.ArgumentList.Add(word);
        }

        using Process qemu = Process.Start(start)!;
        Dictionary<string, bool> built = [];
        try
        {
            await Ask("{\"execute\":\"qmp_capabilities\"}");
            JsonElement cpus = await Ask("{\"execute\":\"query-cpus-fast\"}");
            string path = cpus[0].GetProperty("qom-path").GetString()!;
            foreach (string name in names)
            {
                JsonElement value = await Ask($"{{\"execute\":\"qom-get\",\"arguments\":{{\"path\":\"{path}\",\"property\":\"{name}\"}}}}");
                built[name] = value.GetBoolean();
            }
        }
        finally
        {
            qemu.Kill();
            await qemu.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        return built;

        async Task<JsonElement> Ask(string command)
        {
            await qemu.StandardInput.WriteLineAsync(command);
            await qemu.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
            while (await qemu.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                using JsonDocument answer = JsonDocument.Parse(line);
                if (answer.RootElement.TryGetProperty("return", out JsonElement value))
                {
                    return value.Clone();
                }

                Assert.False(answer.RootElement.TryGetProperty("error", out _), line);
            }

            throw new InvalidOperationException(await qemu.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        }
    }
}
