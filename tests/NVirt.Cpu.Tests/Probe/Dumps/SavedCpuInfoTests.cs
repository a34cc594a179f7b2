using System.Text;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Dumps;

namespace NVirt.Cpu.Tests.Probe.Dumps;

public class SavedCpuInfoTests
{
    [Theory]
    [InlineData("power9", CpuArchitecture.Ppc64, "POWER9", "IBM")]
    [InlineData("power10", CpuArchitecture.Ppc64, "POWER10", "IBM")]
    [InlineData("neoverse-n1", CpuArchitecture.Aarch64, "Neoverse-N1", "ARM")]
    [InlineData("cortex-a72", CpuArchitecture.Aarch64, "cortex-a72", "ARM")]
    [InlineData("a64fx", CpuArchitecture.Aarch64, "a64fx", "Fujitsu")]
    [InlineData("big-little", CpuArchitecture.Aarch64, "cortex-a53", "ARM")]
    public void The_description_of_power_and_arm_is_raw_data(string name, CpuArchitecture arch, string model, string vendor)
    {
        CpuSource source = Assert.Single(CpuReader.Read(Encoding.Latin1.GetBytes(FakeMachine.CpuInfo(name)), name));
        CpuDefinition host = source.ToDefinition();
        Assert.Equal((arch, model, vendor), (host.Arch, host.Model, host.Vendor));
        Assert.Equal(CpuType.Host, host.Type);
        Assert.Null(source.Definition);
        Assert.NotNull(source.Data);
        Assert.Empty(source.Unknown);
    }

    [Theory]
    [InlineData("z15", "s390x")]
    [InlineData("sifive-u74", "riscv64")]
    [InlineData("loongson-3a5000", "loongarch64")]
    public void No_model_comes_from_that_of_other_architectures(string name, string arch)
    {
        CpuSource source = Assert.Single(CpuReader.Read(Encoding.Latin1.GetBytes(FakeMachine.CpuInfo(name)), "f"));
        Assert.Equal(arch, source.Arch.ToName());
        CpuException e = Assert.Throws<CpuException>(() => source.ToDefinition());
        Assert.Equal(CpuErrorKind.NoSupport, e.Kind);
        Assert.Equal($"f: this is /proc/cpuinfo of the architecture {arch}, and no model comes from it: there the models are the hypervisor's", e.Message);
    }

    [Fact]
    public void That_of_x86_is_refused_with_what_to_save_instead()
    {
        CpuException e = Refused(FakeMachine.CpuInfo("epyc"));
        Assert.Equal(CpuErrorKind.Unsupported, e.Kind);
        Assert.Contains("save what \"cpuid -1 -r\" prints", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("processor\t: 0\ncpu\t\t: POWER9\nrevision\t: 2.2\n", "f:3:1: \"revision\" has to be")]
    [InlineData("processor\t: 0\nCPU implementer\t: 0x41\nFeatures\t: cpuid\n", "f: there is no line \"CPU part\"")]
    [InlineData("processor\t: 0\nnothing\t: else\n", "f: looks like /proc/cpuinfo, but has no line that tells the architecture")]
    public void A_malformed_one_is_refused_with_its_place(string text, string start)
    {
        CpuException e = Refused(text);
        Assert.Equal(CpuErrorKind.Xml, e.Kind);
        Assert.StartsWith(start, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void That_of_a_32_bit_arm_machine_lacks_the_flag() =>
        Assert.StartsWith("f:4:1: \"Features\" has to be a list with the flag \"cpuid\"", Refused(FakeMachine.CpuInfo("armv7")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("processor\t: 0\n", RawDumpKind.CpuInfo)]
    [InlineData("\uFEFF\n\nprocessor: 0", RawDumpKind.CpuInfo)]
    [InlineData("Processor\t: ARMv7 Processor rev 10 (v7l)\n", RawDumpKind.CpuInfo)]
    [InlineData("vendor_id       : IBM/S390\n", RawDumpKind.CpuInfo)]
    [InlineData("system type\t\t: generic-loongson-machine\n", RawDumpKind.CpuInfo)]
    [InlineData("processor zero: a story\n", RawDumpKind.Unknown)]
    [InlineData("processor\n: 0\n", RawDumpKind.Unknown)]
    [InlineData("processor", RawDumpKind.Unknown)]
    internal void It_is_told_by_its_first_line(string text, RawDumpKind kind) => Assert.Equal(kind, RawDumps.Detect(Encoding.UTF8.GetBytes(text)));

    private static CpuException Refused(string text) => Assert.Throws<CpuException>(() => CpuReader.Read(Encoding.Latin1.GetBytes(text), "f"));
}
