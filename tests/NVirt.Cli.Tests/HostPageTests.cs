using System.CommandLine;
using System.Globalization;
using System.Text;
using NVirt.Cli.Commands;
using NVirt.Cpu;
using NVirt.Cpu.Probe;

namespace NVirt.Cli.Tests;

/// <summary>The page about a host of each architecture, and its other forms, frozen.</summary>
public sealed class HostPageTests
{
    [Fact]
    public void Each_architecture_shows_what_its_processors_tell() => Golden.Check(
        string.Concat(
            Page("power9", CpuArchitecture.Ppc64le, "table", "json", "xml"),
            Page("neoverse-n1", CpuArchitecture.Aarch64, "table", "json"),
            Page("big-little", CpuArchitecture.Aarch64, "table", "json"),
            Page("armv7", CpuArchitecture.Armv7l, "table"),
            Page("z15", CpuArchitecture.S390x, "table", "json", "xml"),
            Page("sifive-u74", CpuArchitecture.Riscv64, "table", "json"),
            Page("loongson-3a5000", CpuArchitecture.LoongArch64, "table", "json"),
            Page("epyc", CpuArchitecture.Ppc64, "table")),
        "host-page");

    private static string Page(string cpuInfo, CpuArchitecture arch, params string[] forms)
    {
        using FakeMachine machine = new(cpuInfo, cores: cpuInfo == "big-little" ? 6 : 4);
        HostSystem system = new() { Arch = arch, IsLinux = true, Root = machine.Root };
        StringBuilder text = new();
        foreach (string form in forms)
        {
            using StringWriter output = new() { NewLine = "\n" };
            ToolCommand root = [SharedOptions.Command("host", "", [OutputFormat.Table, OutputFormat.Json, OutputFormat.Xml], session => HostCommand.Run(session, map => HostCpu.From(HostProbe.Read(map, system), map)))];
            int code = root.Parse(["host", "-o", form]).Invoke(new InvocationConfiguration { Output = output });
            if (form == "json")
            {
                JsonContract.Check(output.ToString());
            }

            text.Append(CultureInfo.InvariantCulture, $"--- {cpuInfo}, {arch.ToName()}, {form}\n{output.ToString().Replace(machine.Root, string.Empty, StringComparison.Ordinal)}exit code {code}\n\n");
        }

        return text.ToString();
    }
}
