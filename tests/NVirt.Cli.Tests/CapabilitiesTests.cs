using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using NVirt.Cli.Output.Json;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>nvirt capabilities on this machine, with its emulators and with others. Needs an x86 machine.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CapabilitiesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public CapabilitiesTests()
    {
        Needs.X86();
        Needs.Hardware(!File.Exists("/usr/libexec/qemu-kvm"), "this machine's emulator is not found by PATH, and cannot be hidden");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "bin"));
    }

    public void Dispose() => _folder.Dispose();

    // With no other emulators than those of a folder.
    private (int Code, string Output, string Error) Run(params string[] arguments) => Tool.RunWith(
        $"PATH={Path.Combine(_folder.Root, "bin")} XDG_CACHE_HOME={Path.Combine(_folder.Root, "cache")}",
        arguments);

    private string AddBrokenEmulator()
    {
        string path = _folder.Write("bin/qemu-system-x86_64", "#!/bin/sh\necho out of order >&2\nexit 1\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    [Fact]
    public void Without_emulators_there_is_the_host_alone()
    {
        var (code, output, error) = Run("capabilities");
        Assert.Equal((0, string.Empty), (code, error));
        HostCapabilities capabilities = HostCapabilitiesXml.Parse(output);
        Assert.Empty(capabilities.Guests);
        Assert.NotNull(capabilities.Cpu.Model);
        Assert.Equal(output, HostCapabilitiesXml.Format(capabilities));
    }

    [Fact]
    public void A_broken_emulator_is_a_note_and_no_failure()
    {
        string path = AddBrokenEmulator();
        var (code, output, error) = Run("capabilities");
        Assert.Equal(0, code);
        Assert.Empty(HostCapabilitiesXml.Parse(output).Guests);
        Assert.StartsWith("nvirt: ", error, StringComparison.Ordinal);
        Assert.Contains(path, error, StringComparison.Ordinal);
        Assert.Contains("out of order", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal(string.Empty, Run("capabilities", "--quiet").Error);
    }

    [Fact]
    public void An_emulator_is_a_guest_of_which_the_cpu_can_be_selected()
    {
        string qemu = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Select(f => Path.Combine(f, "qemu-system-x86_64")).FirstOrDefault(File.Exists) ?? string.Empty;
        Needs.Package(qemu.Length > 0, "qemu-system-x86_64 is not installed (Debian package qemu-system-x86)");

        File.CreateSymbolicLink(Path.Combine(_folder.Root, "bin", "qemu-system-x86_64"), qemu);
        var (code, output, error) = Run("capabilities");
        Assert.Equal((0, string.Empty), (code, error));
        Assert.Equal(["i686", "x86_64"], HostCapabilitiesXml.Parse(output).Guests.Select(g => NVirt.Cpu.CpuArchitectures.ToName(g.Arch)));
        Assert.All(HostCapabilitiesXml.Parse(output).Guests, g =>
        {
            Assert.Contains("cpuselection", g.Features.Select(f => f.Name));
            Assert.Contains("qemu", g.DomainTypes);
            Assert.Contains("pc", g.Machines.Select(m => m.Name));
        });
    }

    [Fact]
    public void What_it_prints_is_a_host_to_the_other_commands()
    {
        string host = _folder.Write("host.xml", Run("capabilities").Output);
        Assert.Equal((0, $"{host}: identical\n", string.Empty), Tool.Run("cpu", "compare", host));
        Assert.Equal((0, $"{host}: identical\n", string.Empty), Tool.Run("cpu", "compare", host, "--host", host));
        Assert.Equal(Tool.Run("cpu", "host").Output, Tool.Run("cpu", "host", "--source", host).Output);
        Assert.Equal(0, Tool.Run("cpu", "baseline", host, host).Code);
    }

    [Fact]
    public void Json_and_xml_are_its_forms()
    {
        Assert.StartsWith("{\n  \"schema\": \"nvirt.capabilities\",\n  \"version\": 1,\n  \"host\": {",
            Run("capabilities", "-o", "json").Output, StringComparison.Ordinal);
        var (code, _, error) = Run("capabilities", "-o", "table");
        Assert.Equal(1, code);
        Assert.Contains("xml or json", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_in_json_are_frozen()
    {
        JsonObject json =
            CapabilitiesJson.Of(HostCapabilitiesXml.Parse(File.ReadAllText(Path.Combine(Places.Root, "docs/examples/two-nodes.xml"))));
        Golden.Check(json.ToJsonString(JsonDocuments.Indented) + "\n", "capabilities-json");
    }

    [Fact]
    public void The_example_in_the_documentation_is_in_the_form_that_is_written()
    {
        string example = File.ReadAllText(Path.Combine(Places.Root, "docs/examples/two-nodes.xml"));
        Assert.Equal(example, HostCapabilitiesXml.Format(HostCapabilitiesXml.Parse(example)));
    }
}
