using System.Collections.Frozen;
using NVirt.Cpu.Map;
using NVirt.Cpu.Probe;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Cpu.Probe.X86;
using NVirt.Cpu.Tests.X86;
using NVirt.Cpu.X86;
using NVirt.Cpu.X86.Evidence;
using NVirt.Testing;

namespace NVirt.Cpu.Probe.Tests.X86;

public class X86KernelViewTests
{
    private const uint Svm = 1 << 2;
    private const uint Lm = 1 << 29;

    private static FakeCpuid Cpuid(uint ecx, uint edx, uint lastExtended = 0x80000001) => new(
        FakeCpuid.Leaf0(1, "AuthenticAMD"), X86Item.Cpuid(0x80000000, 0, lastExtended), X86Item.Cpuid(0x80000001, 0, ecx: ecx, edx: edx));

    private static X86KernelView OfDevice(X86Reading instruction, X86Reading kernel) =>
        X86KernelView.Of(FakeCpuid.Map, instruction, kernel, [])!;

    [Fact]
    public void Features_that_only_one_side_has_are_told_by_name()
    {
        X86KernelView view = OfDevice(Cpuid(0, Lm).ReadAll(), Cpuid(Svm, 0).ReadAll());
        Assert.Equal(["svm"], view.OnlyKernel);
        Assert.Equal(["lm"], view.OnlyInstruction);
        Assert.True(view.Differs);
    }

    [Fact]
    public void Equal_views_do_not_differ() =>
        Assert.False(OfDevice(Cpuid(Svm, Lm).ReadAll(), Cpuid(Svm, Lm).ReadAll()).Differs);

    [Fact]
    public void A_leaf_that_one_side_does_not_have_is_a_difference() =>
        Assert.Equal(["svm"], OfDevice(Cpuid(Svm, 0).ReadAll(), Cpuid(0, 0, 0x80000000).ReadAll()).OnlyInstruction);

    [Fact]
    public void A_leaf_that_one_side_was_not_asked_for_is_no_difference()
    {
        X86Reading basicOnly = CpuidDeviceDump.Parse(new byte[32], "cpuid");
        Assert.False(OfDevice(Cpuid(Svm, Lm).ReadAll(), basicOnly).Differs);
    }

    [Theory]
    [InlineData("svm lm", "", "")]
    [InlineData("lm", "", "svm")] // An option of the kernel or the firmware hides it, so KVM does not have it.
    [InlineData("svm", "", "lm")]
    [InlineData("svm lm xop", "xop", "")]
    [InlineData("svm lm arat", "", "")] // The kernel lists arat by itself.
    [InlineData("svm lm ssbd ibrs ibpb stibp", "", "")] // The kernel derives them from several bits.
    [InlineData("svm lm pclmulqdq", "pclmuldq", "")]
    [InlineData("svm lm vmmcall constant_tsc", "", "")]
    public void Flags_tell_what_the_kernel_sees_except_for_those_that_it_makes_itself(
        string flags, string onlyKernel, string onlyInstruction)
    {
        X86KernelView view = X86KernelView.Of(FakeCpuid.Map, Cpuid(Svm, Lm).ReadAll(), kernel: null, flags.Split(' ').ToFrozenSet())!;
        Assert.Equal([ProbeSourceKind.CpuInfo], view.Sources);
        Assert.Equal((onlyKernel, onlyInstruction), (string.Join(' ', view.OnlyKernel), string.Join(' ', view.OnlyInstruction)));
    }

    [Theory]
    [InlineData("fred lam x2apic arch_capabilities")]
    public void A_flag_that_old_kernels_do_not_list_or_that_kvm_adds_may_be_missing(string names)
    {
        FrozenSet<string> all = [.. KernelFlag.All.Select(f => f.Name).Except(names.Split(' '))];
        FakeCpuid has = new(FakeCpuid.Leaf0(7), X86Item.Cpuid(1, 0, 0, 0, uint.MaxValue, uint.MaxValue),
            X86Item.Cpuid(7, 0, 1, 0, 0, uint.MaxValue), X86Item.Cpuid(7, 1, uint.MaxValue), X86Item.Cpuid(0x80000000, 0, 0x80000000));
        Assert.Empty(X86KernelView.Of(FakeCpuid.Map, has.ReadAll(), kernel: null, all)!.OnlyInstruction);
    }

    [Fact]
    public void What_the_device_has_and_the_flags_leave_out_the_kernel_does_not_see()
    {
        X86Reading cpuid = Cpuid(Svm, Lm).ReadAll();
        X86KernelView view = X86KernelView.Of(FakeCpuid.Map, cpuid, cpuid, ["lm", "xop"])!;
        Assert.Equal(["svm"], view.OnlyInstruction);
        Assert.Empty(view.OnlyKernel); // A flag that the device does not have is the kernel's own.
        Assert.Equal([ProbeSourceKind.CpuidDevice, ProbeSourceKind.CpuInfo], view.Sources);
    }

    [Fact]
    public void Without_device_and_flags_there_is_no_view() =>
        Assert.Null(X86KernelView.Of(FakeCpuid.Map, Cpuid(Svm, Lm).ReadAll(), kernel: null, []));

    [Fact]
    public void Every_flag_stands_for_a_feature_of_cpuid()
    {
        Assert.All(KernelFlag.All, f => Assert.False(CpuMap.Default.FindFeature(f.Feature)?.IsMsr ?? true, f.Feature));
        Assert.Equal(195, KernelFlag.All.Length);
    }

    [Fact]
    public void The_flags_agree_with_the_kernels_own_table()
    {
        string[][] rows = [.. File.ReadLines(Places.Shared("spec", "linux-flags.tsv")).Skip(2).Select(l => l.Split('\t'))
            .Where(r => r[6] is "equal" or "renamed")];
        Assert.Equal(rows.Select(r => $"{r[3]} {r[5]}"), KernelFlag.All.Select(f => $"{f.Name} {f.Feature}"));
        Assert.Equal(rows.Select(r => r[7] != r[3]), KernelFlag.All.Select(f => f.Rules.HasFlag(KernelFlagRules.New)));
    }
}
