using System.Text;
using NVirt.Cpu.Arm;
using NVirt.Cpu.Probe;

namespace NVirt.Cpu.Probe.Tests.Dumps;

/// <summary>What libcpuid writes on ARM machines.</summary>
public sealed class LibcpuidArmDumpTests
{
    private const string N1 = "arm_midr=00000000413fd0c1\narm_id_isar0=02101110\narm_id_aa64pfr0=0000000000000011\n";
    private const string V1 = "arm_midr=00000000411fd401\narm_id_aa64isar1=0000000010000010\narm_id_aa64pfr0=0000000100000011\n";

    private static string Cpu(int number) => $"_________________ Logical CPU #{number} _________________\n";

    private static CpuSource Read(string text, int? cpu = null) =>
        Assert.Single(CpuReader.Read(Encoding.UTF8.GetBytes(text), "f", cpu: cpu));

    private static string Refusal(string text) => Assert.Throws<CpuException>(() => Read(text)).Message;

    [Fact]
    public void A_processor_is_told_by_its_midr()
    {
        CpuDefinition host = Read(Cpu(0) + N1 + "-----\nARM\n65\n").ToDefinition();
        Assert.Equal((CpuArchitecture.Aarch64, "Neoverse-N1", "ARM"), (host.Arch, host.Model, host.Vendor));
        Assert.Equal("Neoverse-N1", Read(N1).ToDefinition().Model);
    }

    [Fact]
    public void Registers_tell_of_features()
    {
        Assert.Equal(["sve", "paca", "pacg"], ((ArmCpuData)Read(Cpu(0) + V1).Data!).Flags);
        Assert.Empty(((ArmCpuData)Read(N1).Data!).Flags);
    }

    [Fact]
    public void Each_processor_has_a_heading()
    {
        string both = Cpu(0) + N1 + Cpu(4) + V1;
        Assert.Equal(2, Read(both).Processors);
        Assert.Equal(0xd0cu, ((ArmCpuData)Read(both).Data!).Part);
        Assert.Equal(0xd40u, ((ArmCpuData)Read(both, cpu: 4).Data!).Part);
    }

    [Fact]
    public void Of_a_32_bit_kernel_only_the_architecture_is_known()
    {
        CpuSource source = Read("arm_midr=f1255ec0410fd083\narm_id_isar0=02101110\narm_id_aa64pfr0=0000000000000000\n");
        Assert.Equal(CpuArchitecture.Armv7l, source.Arch);
        Assert.Null(source.Data);
    }

    [Theory]
    [InlineData("arm_midr=00000000413fd0c\n", "f:1:1: expected a register of ARM")]
    [InlineData("arm_midr=00000000413fd0cg\n", "f:1:1: expected a register of ARM")]
    [InlineData("arm_midr=00000000413fd0c1\narm_mpidr\n", "f:2:1: expected a register of ARM")]
    [InlineData("arm_midr=00000000413fd0c1\narm_midr=00000000413fd0c1\n", "f:2:1: expected a register of ARM")]
    [InlineData(N1 + "Logical CPU #1\n", "f:4:1: this processor has no arm_midr")]
    [InlineData("arm_midr=0000000000000000\n", "f:1:1: this processor has no arm_midr")]
    public void What_is_cut_off_or_there_twice_is_refused(string text, string start) =>
        Assert.StartsWith(start, Refusal(text), StringComparison.Ordinal);
}
