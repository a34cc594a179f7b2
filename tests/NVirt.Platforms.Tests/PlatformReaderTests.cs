using System.Text;

namespace NVirt.Platforms.Tests;

/// <summary>How forms are recognised, and what all readers refuse.</summary>
public sealed class PlatformReaderTests
{
    [Theory]
    [InlineData("<cpu mode='host-passthrough'/>", "libvirt")]
    [InlineData("-cpu qemu64", "qemu-cpu")]
    [InlineData("{\"return\":{\"model\":{\"name\":\"max\",\"props\":{\"aes\":true}}}}", "qmp-expansion")]
    [InlineData("cpu: host", "proxmox-vm")]
    [InlineData("cpu-model: a\n", "proxmox-custom")]
    [InlineData("apiVersion: v1\nkind: Node\nmetadata: {name: a}\n", "kubernetes")]
    [InlineData("[libvirt]\ncpu_mode = host-model\n", "nova-conf")]
    [InlineData("{\"cpu_info\":\"\"}", "nova-cpu-info")]
    [InlineData("config:\n  instances.vm.cpu.x86_64.baseline: EPYC\n", "incus-group")]
    [InlineData("{\"cpu\":{\"architecture\":\"x86_64\",\"sockets\":[]}}", "incus-resources")]
    [InlineData("{\"cpuFlags\":\"fpu\"}", "vdsm-caps")]
    [InlineData("KVM_CPU_MODEL=\"EPYC\"\n", "opennebula-host")]
    [InlineData("CPU_MODEL = [ MODEL = \"EPYC\" ]\n", "opennebula-template")]
    [InlineData("guest.cpu.mode=host-model\n", "cloudstack")]
    [InlineData("name = \"a\"\ncpuid = \"host,aes=0\"\n", "xl-cfg")]
    [InlineData("type = \"hvm\"\nmemory = 512\n", "xl-cfg")]
    [InlineData("config.version = \"8\"\n", "vmx")]
    [InlineData("cpuid.1.ecx = \"----:----:----:----:----:----:----:---0\"\n", "vmx")]
    [InlineData("CPUID.80000001.EDX.AMD = \"--------------------------------\"\n", "vmx")]
    [InlineData("featMask.vm.cpuid.AES = \"Val:0\"\n", "vmx")]
    [InlineData("hw_caps : 00000000\n", "xl-info")]
    [InlineData("{\"features_hvm_host\":\"\"}", "xapi-cpu-info")]
    [InlineData("{\"featureCapability\":[]}", "vsphere-capabilities")]
    [InlineData("{\"msr_modifiers\":[]}", "firecracker-template")]
    [InlineData("{\"guest_cpu_config\":{}}", "firecracker-fingerprint")]
    [InlineData("boot=2,profile=Host", "cloud-hypervisor-cpus")]
    [InlineData("cpuid.0x7=ebx=0x20\n", "bhyve")]
    [InlineData("memory.size=2G\n-o cpuid.archlevel=v2\n", "bhyve")]
    [InlineData("CompatibilityForMigrationEnabled : True\n", "hyper-v")]
    [InlineData("x86-64-v3\n", "level")]
    [InlineData("{\"lscpu\":[]}", "lscpu-json")]
    [InlineData("{\"ansible_facts\":{}}", "ansible")]
    [InlineData("node_cpu_info{cpu=\"0\"} 1\n", "node-exporter")]
    public void Forms_are_told_by_their_content(string text, string form) =>
        Assert.Equal(form, PlatformReader.FormOf(Encoding.UTF8.GetBytes(text), "file"));

    [Fact]
    public void Every_form_has_a_name_of_its_own() => Assert.Equal(PlatformReader.Forms.Distinct(StringComparer.Ordinal),
        PlatformReader.Forms);

    [Fact]
    public void What_fits_two_forms_is_refused() => Assert.Equal(
        "file:1:1: this could be several forms: vdsm-caps, lscpu-json; name one of them",
            Reading.Refusal("{\"lscpu\":[],\"cpuFlags\":\"fpu\"}"));

    [Fact]
    public void What_fits_no_form_is_refused_with_what_was_tried() =>
        Assert.StartsWith("file:1:1: no known form of a CPU; tried: libvirt, ", Reading.Refusal("hello"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"lscpu\":[1,}", "file:1:13: ")]
    [InlineData("{\"cpuFlags\":\"a\",\n\"cpuFlags\":\"b\"}", "file:2:1: cpuFlags is there twice")]
    [InlineData("{\"a\":\"\\ud800\"}", "file:1:1: there are characters in it that are not text")]
    public void Broken_json_is_refused_with_its_place(string text, string start) =>
        Assert.StartsWith(start, Reading.Refusal(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("apiVersion: v1\nkind: Node\nkind: Node\n", "file:3:1: kind is there twice")]
    [InlineData("apiVersion: &a v1\nkind: *a\n", "file:2:7: aliases and anything but a word as a key are not read")]
    [InlineData("apiVersion: v1\nkind: [\n", "file:")]
    public void Broken_yaml_is_refused_with_its_place(string text, string start) =>
        Assert.StartsWith(start, Reading.Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void Deep_documents_are_refused()
    {
        string json = new('[', 100);
        Assert.StartsWith("file:1:", Reading.Refusal(json), StringComparison.Ordinal);
        string yaml = "apiVersion: v1\nkind: " + new string('[', 100) + new string(']', 100);
        Assert.Contains("nested too deeply", Reading.Refusal(yaml), StringComparison.Ordinal);
    }

    [Fact]
    public void Large_documents_are_refused() => Assert.Contains(
        "expected at most 16777216", Reading.Refusal(new string(' ', (16 * 1024 * 1024) + 1)), StringComparison.Ordinal);

    [Fact]
    public void The_documentation_has_every_form_and_every_target()
    {
        string text = File.ReadAllText(Path.Combine(Places.Root, "docs", "platforms.md"));
        Assert.All(PlatformReader.Forms, form => Assert.Contains($"`{form}`", text, StringComparison.Ordinal));
        Assert.All(PlatformWriter.Platforms, target => Assert.Contains($"`{target}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_platform_stands_for_its_forms()
    {
        Assert.Equal("proxmox-vm", Reading.One("cpu: host", "proxmox").Form);
        Assert.Equal("level", Reading.One("x86-64-v2", "level").Form);
        Assert.Contains("proxmox-vm, proxmox-custom", Reading.Refusal("hello", "proxmox"), StringComparison.Ordinal);
        Assert.Contains("\"nowhere\" is no form", Reading.Refusal("hello", "nowhere"), StringComparison.Ordinal);
    }
}
