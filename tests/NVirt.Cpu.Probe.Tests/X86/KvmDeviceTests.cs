using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.Probe.X86;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.X86;

public class KvmDeviceTests
{
    private const nint GetTscKhz = 61;
    private const nint FeatureMsrs = 153;

    [Fact]
    public void Without_kvm_there_is_no_time_stamp_counter_and_no_msr()
    {
        using KvmDevice kvm = new("/nonexistent/kvm");
        Assert.Null(kvm.ReadTsc());
        Assert.Equal(MsrOutcome.Failed, kvm.TryRead(0x10a, out _));
        Assert.Equal(ProbeSourceState.Failed, kvm.Describe().State);
    }

    [Fact]
    public void A_file_that_is_not_kvm_answers_nothing()
    {
        using TempFolder folder = new();
        using KvmDevice kvm = new(folder.Write("kvm", "text"));
        Assert.Null(kvm.ReadTsc());
        Assert.Equal(MsrOutcome.Failed, kvm.TryRead(0x10a, out _));
    }

    [Fact]
    public void Kvm_tells_the_frequency_of_the_time_stamp_counter_and_leaves_nothing_open()
    {
        RealKvm.NeedsMachines();
        RealKvm.NeedsCapability(GetTscKhz);
        using KvmDevice kvm = new(RealKvm.Path);
        int before = KvmFiles();
        CpuTsc tsc = Assert.NotNull(kvm.ReadTsc());
        Assert.InRange(tsc.Frequency, 100_000_000UL, 10_000_000_000UL);
        Assert.Equal(before, KvmFiles());
    }

    // Other tests open and close files meanwhile, but make no virtual machines.
    private static int KvmFiles() => Directory.EnumerateFileSystemEntries("/proc/self/fd").Count(IsMachine);

    private static bool IsMachine(string file)
    {
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name.Contains("kvm-v", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [Fact]
    public void Kvm_reads_the_feature_msr_that_it_always_has()
    {
        RealKvm.NeedsCapability(FeatureMsrs);
        using KvmDevice kvm = new(RealKvm.Path);
        Assert.Equal(MsrOutcome.Read, kvm.TryRead(0x10a, out _));
    }

    [Fact]
    public void An_msr_that_kvm_does_not_read_fails()
    {
        using DeviceFile device = RealKvm.Open();
        using KvmDevice kvm = new(RealKvm.Path);
        Assert.Equal(MsrOutcome.Failed, kvm.TryRead(0xdeadbeef, out _));
    }
}
