using NVirt.Fleet.Plans;

namespace NVirt.Fleet.Tests.Plans;

public sealed class PlanWordsTests
{
    [Theory]
    [InlineData("libvirt", "virsh migrate --live --persistent a qemu+ssh://b/system")]
    [InlineData("proxmox", "qm migrate --online a b")]
    [InlineData("kubevirt", "virtctl migrate --addedNodeSelector kubernetes.io/hostname=b a")]
    [InlineData("xen", "xl migrate a b")]
    public void A_guest_moves_while_it_runs(string platform, string command) =>
        Assert.Equal(command, PlanWords.Move(platform, "a", "b"));

    [Theory]
    [InlineData("libvirt", "virsh migrate --live --persistent -- '--force' qemu+ssh://b/system")]
    [InlineData("proxmox", "qm migrate --online -- '--force' b")]
    [InlineData("kubevirt", "virtctl migrate --addedNodeSelector kubernetes.io/hostname=b -- '--force'")]
    [InlineData("xen", "xl migrate -- '--force' b")]
    public void A_name_that_looks_like_an_option_is_none(string platform, string command) =>
        Assert.Equal(command, PlanWords.Move(platform, "--force", "b"));

    [Theory]
    [InlineData("libvirt", "virsh shutdown -- '-x' && virsh start -- '-x'")]
    [InlineData("proxmox", "qm shutdown -- '-x' && qm start -- '-x'")]
    [InlineData("kubevirt", "virtctl stop -- '-x' && virtctl start -- '-x'")]
    [InlineData("xen", "xl shutdown -w -- '-x' && xl create /etc/xen/-x.cfg")]
    public void Nor_where_it_is_stopped_and_started(string platform, string command) =>
        Assert.Equal(command, PlanWords.PowerCycle(platform, "-x"));

    [Fact]
    public void A_shell_takes_a_name_as_it_is() =>
        Assert.Equal("virsh shutdown 'a'\\''; rm b' && virsh start 'a'\\''; rm b'", PlanWords.PowerCycle("libvirt", "a'; rm b"));
}
