using NVirt.Cpu;

namespace NVirt.Platforms.Tests;

/// <summary>xl.cfg, .vmx and bhyve's settings: guests that have the host's CPU with changes of single bits.</summary>
public sealed class MaskedGuestTests
{
    [Fact]
    public void Xl_turns_bits_on_and_off_and_leaves_the_rest_to_the_host()
    {
        CpuStatement guest = Reading.One("name = \"web\"\ntype = \"hvm\"\ncpuid = \"host,aes=0,sha=1,page1gb=x,sse3=k\"\n");
        Assert.Equal("web", guest.Name);
        Assert.Equal((StatementSubject.Guest, StatementTruth.Request), (guest.Subject, guest.Truth));
        Assert.Equal(StatementClass.HostPassthrough, guest.Class);
        Assert.Equal(["aes"], Named(guest, CpuPolicy.Disable));
        Assert.Equal(["sha-ni"], Named(guest, CpuPolicy.Force));
        Assert.Equal(["pdpe1gb", "pni"], Named(guest, CpuPolicy.Optional).Order(StringComparer.Ordinal));
        Assert.Null(guest.Bits.Has("avx2"));
    }

    [Fact]
    public void Xls_bits_are_those_of_their_names()
    {
        const string on = "cpuid = [\"7,0:ebx=xxxxxxxxxxxxxxxxxxxxxxxxxx1xxxxx\", \"1:ecx=xxxxxx0xxxxxxxxxxxxxxxxxxxxxxxxx\"]\n";
        CpuStatement guest = Reading.One(on);
        Assert.Equal((true, false), (guest.Bits.Has("avx2"), guest.Bits.Has("aes")));
    }

    [Fact]
    public void A_guest_of_Xen_that_is_no_hypervisor_has_neither_vmx_nor_svm()
    {
        CpuStatement guest = Reading.One("nestedhvm = 0\n");
        Assert.Equal(["svm", "vmx"], Named(guest, CpuPolicy.Disable).Order(StringComparer.Ordinal));
        Assert.Empty(guest.Remarks);
        Assert.Null(Reading.One("nestedhvm = 1\n").Bits.Has("vmx"));
    }

    [Fact]
    public void A_guest_of_Xen_without_a_word_on_its_CPU_has_the_hosts()
    {
        CpuStatement guest = Reading.One("memory = 512\nvcpus = 2\ndisk = [ '/a,raw,xvda' ]\n");
        Assert.Equal((StatementClass.HostPassthrough, 0), (guest.Class, guest.Policies.Count));
    }

    [Theory]
    [InlineData("cpuid = \"intel,aes=0\"\n", "file:1:10: ")]
    [InlineData("cpuid = \"host,aes=2\"\n", "file:1:15: ")]
    [InlineData("cpuid = \"host,nosuch=1\"\n", "file:1:1: ")]
    [InlineData("cpuid = [ \"1:ecx=0\" ]\n", "file:1:")]
    [InlineData("cpuid = \"host\n", "file:1:9: ")]
    public void What_xl_does_not_take_is_refused_with_its_place(string text, string start) =>
        Assert.StartsWith(start, Reading.Refusal(text, "xl-cfg"), StringComparison.Ordinal);

    [Fact]
    public void What_Xen_knows_and_libvirt_does_not_is_kept_where_it_is_off() =>
        Assert.Equal(["-nosuch"], Reading.One("cpuid = \"host,nosuch=0\"\n").Foreign);

    [Fact]
    public void Masks_of_VMware_are_policies()
    {
        CpuStatement guest = Reading.One(
            "config.version = \"8\"\ndisplayName = \"db\"\ncpuid.1.ecx = \"----:--T0:----:----:----:----:----:---1\"\n"
                + "cpuid.7.ebx = \"---------------------------F---R\"\nfeatMask.vm.cpuid.AVX2 = \"Max:0\"\n");
        Assert.Equal("db", guest.Name);
        Assert.Equal(["pni"], Named(guest, CpuPolicy.Force));
        Assert.Equal(["aes"], Named(guest, CpuPolicy.Require));
        Assert.Equal(["tsc-deadline"], Named(guest, CpuPolicy.Disable).Intersect(["tsc-deadline"]));
        Assert.Contains("avx2", Named(guest, CpuPolicy.Forbid));
    }

    [Fact]
    public void A_guest_of_VMware_without_masks_has_the_hosts_CPU()
    {
        CpuStatement guest = Reading.One(".encoding = \"UTF-8\"\nvirtualHW.version = \"19\"\ncpuid.coresPerSocket = \"2\"\n");
        Assert.Equal((StatementClass.HostPassthrough, 0), (guest.Class, guest.Policies.Count));
    }

    [Fact]
    public void A_mask_of_VMware_with_a_wrong_letter_is_refused() =>
        Assert.StartsWith("file:1:", Reading.Refusal("cpuid.1.ecx = \"---------------------------Q----\"\n"), StringComparison.Ordinal);

    [Fact]
    public void Settings_of_bhyve_are_wishes_and_what_bhyvectl_prints_is_what_the_guest_got()
    {
        Assert.Equal(StatementTruth.Request, Reading.One("memory.size=2G\ncpuid.0x7,0=ebx|=0x20\n").Truth);
        Assert.Equal(StatementTruth.Live, Reading.One("cpuid.0x7,0=0x0,0x20,0x0,0x0\n").Truth);
    }

    [Theory]
    [InlineData("= \"a\"\ncpuid.7=eax=0x1\n")]
    [InlineData("=\ncpuid.7=")]
    public void A_line_of_bhyve_without_a_key_is_refused(string text) =>
        Assert.StartsWith("file:1:1: ", Reading.Refusal(text, "bhyve"), StringComparison.Ordinal);

    private static IEnumerable<string> Named(CpuStatement guest, CpuPolicy policy) =>
        guest.Policies.Where(f => f.Policy == policy).Select(f => f.Name);
}
