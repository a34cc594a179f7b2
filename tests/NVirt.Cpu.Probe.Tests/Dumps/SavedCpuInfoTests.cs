using System.Text;
using NVirt.Cpu.Probe;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.Dumps;

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
        Assert.Equal(
            $"f: this is /proc/cpuinfo of the architecture {arch}, from which no model can be derived: there, the hypervisor defines the "
                + $"models", e.Message);
    }

    [Theory]
    [InlineData("processor\t: 0\ncpu\t\t: POWER9\nrevision\t: 2.2\n", "f:3:1: \"revision\" must be")]
    [InlineData("processor\t: 0\nCPU implementer\t: 0x41\nFeatures\t: cpuid\n", "f: there is no line \"CPU part\"")]
    [InlineData("processor\t: 0\nnothing\t: else\n", "f: looks like /proc/cpuinfo, but has no line that shows the architecture")]
    public void A_malformed_one_is_refused_with_its_place(string text, string start)
    {
        CpuException e = Refused(text);
        Assert.Equal(CpuErrorKind.Xml, e.Kind);
        Assert.StartsWith(start, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void That_of_a_32_bit_arm_machine_tells_its_architecture() =>
        Assert.Equal(
            CpuArchitecture.Armv7l, Assert.Single(CpuReader.Read(Encoding.Latin1.GetBytes(FakeMachine.CpuInfo("armv7")), "f")).Arch);

    [Fact]
    public void A_number_picks_a_processor_of_big_little()
    {
        byte[] text = Encoding.Latin1.GetBytes(FakeMachine.CpuInfo("big-little"));
        Assert.Equal(["cortex-a53", "cortex-a72"], new[] { 0, 4 }.Select(c => CpuReader.Read(text, "f", cpu: c)[0].ToDefinition().Model));
    }

    [Fact]
    public void A_part_without_a_model_is_told_by_its_name_with_all_others_of_the_machine()
    {
        string text = string.Concat(Enumerable.Range(0, 8).Select(c =>
            $"processor\t: {c}\nFeatures\t: fp asimd cpuid\nCPU implementer\t: 0x41\nCPU part\t: {(c < 4 ? "0xd05" : "0xd0b")}\n\n"));
        CpuException e = Assert.Throws<CpuException>(() => CpuReader.Read(Encoding.Latin1.GetBytes(text), "rk3588")[0].ToDefinition());
        Assert.Equal(
            "rk3588: no CPU model is known for this processor: Arm Cortex-A55 (part 0xd05), Arm Cortex-A76 (part 0xd0b); guests can have "
                + "it only with mode='host-passthrough'",
            e.Message);
    }

    private static CpuException Refused(string text) =>
        Assert.Throws<CpuException>(() => CpuReader.Read(Encoding.Latin1.GetBytes(text), "f"));
}
