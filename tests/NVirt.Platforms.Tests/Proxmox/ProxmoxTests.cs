using System.Text;
using NVirt.Platforms.Proxmox;

namespace NVirt.Platforms.Tests.Proxmox;

/// <summary>Proxmox VE: VMs, custom models, and what QEMU gets.</summary>
public sealed class ProxmoxTests
{
    private const string Models = "cpu-model: pool-a\n    reported-model athlon\n    flags +aes;+avx;-kvm_pv_unhalt\n    hv-vendor-"
        + "id testvend\n"
        + "    phys-bits host\n\n# a comment\ncpu-model: plain\n";

    private static string Argument(string text, string osType = "l26", bool kvm = true, string qemu = "10.0") => ProxmoxArgument.Of(
        new PlatformText(Encoding.UTF8.GetBytes(text), "vm"),
            ProxmoxVm.Read(new PlatformText(Encoding.UTF8.GetBytes(text), "vm"), osType, kvm),
        ProxmoxModels.ReadAll(new PlatformText(Encoding.UTF8.GetBytes(Models), "models")), Version.Parse(qemu));

    [Theory]
    [InlineData("", "l26", "kvm64,enforce,+kvm_pv_eoi,+kvm_pv_unhalt,+lahf_lm,+sep")]
    [InlineData("cpu: kvm32", "solaris", "kvm32,enforce,+kvm_pv_eoi,+kvm_pv_unhalt,+sep,-x2apic")]
    [InlineData("cpu: custom-plain", "l26", "kvm64,enforce,+kvm_pv_eoi,+kvm_pv_unhalt,+lahf_lm,+sep")]
    [InlineData("cpu: custom-pool-a,phys-bits=40", "win10",
        "athlon,+aes,+avx,enforce,hv_ipi,hv_relaxed,hv_reset,hv_runtime,hv_spinlocks=0x1fff,hv_stimer,hv_synic,hv_time,hv_vapic,"
            + "hv_vendor_id=testvend,hv_vpindex,+kvm_pv_eoi,-kvm_pv_unhalt,vendor=AuthenticAMD,phys-bits=40")]
    [InlineData("cpu: host,phys-bits=host,hidden=1", "l26", "host,kvm=off,+kvm_pv_eoi,+kvm_pv_unhalt,host-phys-bits=true")]
    public void The_argument_is_what_proxmox_gives_qemu(string text, string osType, string expected) =>
        Assert.Equal(expected, Argument(text, osType));

    [Fact]
    public void Without_kvm_there_is_no_enforce() => Assert.Equal("qemu64", Argument(string.Empty, kvm: false));

    [Fact]
    public void Without_kvm_windows_gets_nothing_of_hyper_v() => Assert.Equal("qemu64", Argument(string.Empty, "win10", kvm: false));

    [Theory]
    [InlineData("proxmox")]
    [InlineData("proxmox-custom")]
    public void A_model_that_proxmox_replaces_by_another_is_not_written(string platform) => Assert.Equal(
        "Proxmox VE does not have the model Icelake-Client",
        Reading.WriteRefusal(platform, "<cpu mode='custom' match='exact'><model>Icelake-Client</model></cpu>"));

    [Fact]
    public void Qemu_11_hides_cet_from_windows_11() =>
        Assert.Contains(",-cet-ibt,-cet-ss,", Argument("cpu: EPYC", "win11", qemu: "11.0"), StringComparison.Ordinal);

    [Theory]
    [InlineData("cpu: host,flags=+avx2", "the cpu line of a VM cannot have the flag avx2; a custom model can")]
    [InlineData("cpu: host,reported-model=athlon", "reported-model is no setting here")]
    [InlineData("cpu: host,level=-1", "level has the value \"-1\"; expected 0-4294967295")]
    [InlineData("cpu: host,hidden=2", "hidden has the value \"2\"; expected 0, 1")]
    [InlineData("cpu: host,level=1,level=2", "level is there twice; expected it once")]
    [InlineData("cpu: custom-nosuch", "there is no custom model nosuch in cpu-models.conf")]
    public void What_proxmox_refuses_is_refused(string text, string message) =>
        Assert.EndsWith(message, Reading.Refusal(text, "proxmox-vm"), StringComparison.Ordinal);

    [Fact]
    public void Two_models_of_one_name_are_refused() =>
        Assert.StartsWith("file:3:12: a is there twice", Reading.Refusal("cpu-model: a\n\ncpu-model: a\n"), StringComparison.Ordinal);

    [Fact]
    public void A_vm_is_what_its_qemu_gets()
    {
        CpuStatement vm = Reading.One(
            "boot: order=scsi0\ncores: 4\ncpu: x86-64-v3,flags=+nested-virt\nmemory: 2048\nname: web\nostype: l26\n");
        Assert.Equal(("proxmox-vm", "web", "qemu64"), (vm.Form, vm.Name, vm.Model));
        Assert.True(vm.Bits.Has("avx2"));
        Assert.False(vm.Bits.Has("avx512f"));
        Assert.Null(vm.Bits.Has("vmx"));
        Assert.Contains("+nested-virt", vm.Foreign);
    }

    [Fact]
    public void Nodes_have_the_flags_that_the_answer_names_for_them()
    {
        IReadOnlyList<CpuStatement> nodes = Reading.All(
            "[{\"name\":\"aes\",\"supported-on\":[\"a\",\"b\"]},{\"name\":\"avx512f\",\"supported-on\":[\"b\"]}]");
        Assert.Equal(["a", "b"], nodes.Select(n => n.Name));
        Assert.False(nodes[0].Bits.Has("avx512f"));
        Assert.True(nodes[1].Bits.Has("avx512f"));
        Assert.Null(nodes[0].Bits.Has("sse2"));
    }

    [Fact]
    public void A_guest_that_a_vm_line_cannot_say_gets_a_custom_model()
    {
        PlatformOutput output = PlatformWriter.Write("proxmox", new PlatformWriteRequest
        {
            Name = "pool",
            Cpu = Reading.Guest("<cpu mode='custom' match='exact'><model>Nehalem</model><feature policy='require' name='movbe'/></cpu>"),
        });
        Assert.Equal("cpu: custom-pool\n", output.Text);
        Assert.Equal("cpu-model: pool\n\treported-model Nehalem\n\tflags +movbe\n", output.Files[1].Text);
        Assert.Equal("pool", Reading.One(output.Files[1].Text).Name);
    }

    [Fact]
    public void A_guest_that_a_vm_line_can_say_gets_a_line() => Assert.Equal(
        "cpu: EPYC,flags=+md-clear;-pcid\n",
        Reading.Write("proxmox", "<cpu mode='custom' match='exact'><model>EPYC</model><feature policy='require' name='md-clear'/>"
            + "<feature policy='disable' name='pcid'/></cpu>").Text);
}
