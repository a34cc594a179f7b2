using System.CommandLine;
using System.Globalization;
using System.Text;
using NVirt.Cli.Commands.Hosts;
using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.X86;
using NVirt.RelaxNg.Patterns;
using NVirt.Testing;

namespace NVirt.Cli.Tests;

/// <summary>Golden tests of the page about a host of each architecture, in all its forms.</summary>
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

    [Theory]
    [InlineData("table", true)]
    [InlineData("json", true)]
    [InlineData("xml", false)]
    public void What_libvirt_does_not_know_is_on_the_page_and_not_in_the_document(string form, bool shown)
    {
        X86CpuData data = X86CpuData.Create(
        [
            X86Item.Cpuid(0, 0, 6, 0x756e6547, 0x6c65746e, 0x49656e69), X86Item.Cpuid(1, 0, 0x000906e9, 0, 0, 0x1),
                X86Item.Cpuid(6, 0, 0x80),
        ]);
        X86HostReading reading = new() { Data = data, Topology = new CpuTopology(1, 1, 1, 1, 1) };
        using StringWriter output = new() { NewLine = "\n" };
        ToolCommand root =
            [SharedOptions.Command("host", "", [OutputFormat.Table, OutputFormat.Json, OutputFormat.Xml],
                session => HostCommand.Run(session, map => HostCpu.From(reading, map)))];
        Assert.Equal(ExitCode.Done, root.Parse(["host", "-o", form]).Invoke(new InvocationConfiguration { Output = output }));
        Assert.Equal(shown, output.ToString().Contains("hwp", StringComparison.Ordinal));
    }

    private static string Page(string cpuInfo, CpuArchitecture arch, params string[] forms)
    {
        using FakeMachine machine = new(cpuInfo, cores: cpuInfo == "big-little" ? 6 : 4);
        HostSystem system = new() { Arch = arch, IsLinux = true, Root = machine.Root };
        StringBuilder text = new();
        foreach (string form in forms)
        {
            using StringWriter output = new() { NewLine = "\n" };
            ToolCommand root =
                [SharedOptions.Command("host", "", [OutputFormat.Table, OutputFormat.Json, OutputFormat.Xml],
                    session => HostCommand.Run(session, map => HostCpu.From(HostProbe.Read(map, system), map)))];
            int code = root.Parse(["host", "-o", form]).Invoke(new InvocationConfiguration { Output = output });
            if (form == "json")
            {
                JsonContract.Check(output.ToString());
            }

            text.Append(
                CultureInfo.InvariantCulture,
                    $"--- {cpuInfo}, {arch.ToName()}, "
                        + $"{form}\n{output.ToString().Replace(machine.Root, string.Empty, StringComparison.Ordinal)}exit code {code}\n\n");
        }

        return text.ToString();
    }
}
