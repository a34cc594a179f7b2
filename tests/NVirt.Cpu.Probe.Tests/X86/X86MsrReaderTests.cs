using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.Tests.X86;

public class X86MsrReaderTests
{
    private static readonly X86Reading WithArchCapabilities =
        new FakeCpuid(FakeCpuid.Leaf0(7), X86Item.Cpuid(7, 0, edx: 1u << 29)).ReadAll();

    private static (X86Reading Reading, X86MsrSource Source) Read(X86Reading cpuid, params IMsrSource[] sources)
    {
        var (reading, msrs) = X86MsrReader.Read(FakeCpuid.Map, cpuid, sources);
        return (reading, msrs.Single(m => m.Index == 0x10a).Source);
    }

    [Fact]
    public void Every_msr_of_the_map_has_a_source() =>
        Assert.Equal(
            [0xcfu, 0x10a, 0x480, 0x485, 0x48b, 0x48c, 0x48d, 0x48e, 0x48f, 0x490, 0x491],
            X86MsrReader.Read(FakeCpuid.Map, WithArchCapabilities).Msrs.Select(m => m.Index));

    [Fact]
    public void An_msr_whose_enumerating_bit_is_clear_is_not_read()
    {
        FakeMsrs device = new(X86MsrSource.Device, MsrOutcome.Read);
        Assert.Equal(X86MsrSource.Absent, Read(new FakeCpuid(FakeCpuid.Leaf0(7)).ReadAll(), device).Source);
        Assert.Empty(device.Asked);
    }

    [Fact]
    public void The_device_comes_before_kvm()
    {
        FakeMsrs kvm = new(X86MsrSource.Kvm, MsrOutcome.Read);
        Assert.Equal(X86MsrSource.Device, Read(WithArchCapabilities, new FakeMsrs(X86MsrSource.Device, MsrOutcome.Read), kvm).Source);
        Assert.Empty(kvm.Asked);
    }

    [Fact]
    public void Kvm_is_asked_if_the_device_fails() =>
        Assert.Equal(
            X86MsrSource.Kvm,
            Read(WithArchCapabilities, new FakeMsrs(X86MsrSource.Device, MsrOutcome.Failed),
                new FakeMsrs(X86MsrSource.Kvm, MsrOutcome.Read)).Source);

    [Fact]
    public void A_fault_of_the_processor_means_absent()
    {
        FakeMsrs kvm = new(X86MsrSource.Kvm, MsrOutcome.Read);
        Assert.Equal(
            X86MsrSource.Absent, Read(WithArchCapabilities, new FakeMsrs(X86MsrSource.Device, MsrOutcome.Unsupported), kvm).Source);
        Assert.Empty(kvm.Asked);
    }

    [Fact]
    public void An_msr_that_no_source_can_read_is_unknown_and_not_in_the_data()
    {
        var (reading, source) = Read(WithArchCapabilities, new FakeMsrs(X86MsrSource.Kvm, MsrOutcome.Failed));
        Assert.Equal(X86MsrSource.Unknown, source);
        Assert.Null(reading.Data.Msr(0x10a));
    }

    [Fact]
    public void The_low_half_is_eax_and_the_high_half_edx() =>
        Assert.Equal(
            X86Item.Msr(0x10a, 0x89abcdef, 0x01234567),
            Read(WithArchCapabilities, new FakeMsrs(X86MsrSource.Device, MsrOutcome.Read)).Reading.Data.Msr(0x10a));

    private sealed class FakeMsrs(X86MsrSource label, MsrOutcome outcome) : IMsrSource
    {
        public List<uint> Asked { get; } = [];

        public X86MsrSource Label => label;

        public MsrOutcome TryRead(uint index, out ulong value)
        {
            Asked.Add(index);
            value = 0x0123456789abcdef;
            return outcome;
        }
    }
}
