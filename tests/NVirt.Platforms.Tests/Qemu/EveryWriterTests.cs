using System.Text;
using NVirt.Cpu;
using NVirt.Platforms.Proxmox;

namespace NVirt.Platforms.Tests.Qemu;

/// <summary>
/// A real QEMU takes what every writer of a platform on QEMU produces, as that platform gives it to QEMU, and builds exactly the model with
/// the changes that were meant.
/// </summary>
public sealed class EveryWriterTests
{
    // What the guests change of the model, under QEMU's names; none of it takes other features with it.
    private static readonly string[] On = ["movbe", "rdseed", "sse4.2", "invpcid"];
    private static readonly string[] Off = ["lahf-lm", "nx"];

    // What cannot turn off, only adds.
    private static readonly string[] Adding = ["opennebula", "cloudstack"];

    public static TheoryData<string, string> Pairs => new(
        from platform in (string[])["libvirt", "qemu", "proxmox", "proxmox-custom", "kubevirt", "nova", "incus", "ovirt", "opennebula",
            "cloudstack"]
        from model in (string[])["Nehalem", "Haswell-noTSX-IBRS", "EPYC-IBPB", "Opteron_G3", "kvm64"]
        select (platform, model));

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task A_real_QEMU_builds_what_was_meant(string platform, string model)
    {
        bool canDisable = !Adding.Contains(platform);
        string off = canDisable ? "<feature policy='disable' name='lahf_lm'/><feature policy='disable' name='nx'/>" : string.Empty;
        PlatformOutput output = Reading.Write(platform, $"<cpu mode='custom' match='exact'><model>{model}</model>"
            + "<feature policy='require' name='movbe'/><feature policy='require' name='rdseed'/><feature policy='require' name='sse4.2'/>"
            + $"<feature policy='require' name='invpcid'/>{off}</cpu>");
        SortedSet<string> meant = [.. await BuiltCpu.SwitchesOf(model), .. On, .. AliasesOf(On)];
        meant.ExceptWith(canDisable ? [.. Off, .. AliasesOf(Off)] : []);
        if (platform.StartsWith("proxmox", StringComparison.Ordinal))
        {
            // It changes these models itself; what was disabled stays off.
            meant.UnionWith(model == "kvm64" ? ["sep"] : []);
            meant.ExceptWith(model == "Opteron_G3" ? ["rdtscp"] : []);
        }

        Assert.Equal(meant, await BuiltCpu.SwitchesOf(ArgumentOf(platform, output)));
    }

    [Fact]
    public async Task What_Proxmox_VE_gives_under_KVM_is_taken_but_for_what_only_KVM_has()
    {
        foreach (string line in (string[])["cpu: kvm64", "cpu: x86-64-v2-AES,flags=+pcid", "cpu: EPYC,hidden=1,phys-bits=40,level=10"])
        {
            // Enforced, QEMU without KVM refuses what KVM alone has.
            string argument = ProxmoxArgument.Of(TextOf(line), ProxmoxVm.Read(TextOf(line)), [], new Version(10, 0))
                .Replace(",enforce", string.Empty, StringComparison.Ordinal);
            Assert.NotEmpty(await BuiltCpu.SwitchesOf(argument));
        }
    }

    // How the platform's own words reach QEMU: its own rules, or libvirt's definition.
    private static string ArgumentOf(string platform, PlatformOutput output) => platform switch
    {
        "qemu" or "ovirt" => output.Text.Trim(),
        "proxmox" => Proxmox(output.Text, output.Files.Length > 1 ? output.Files[1].Text : string.Empty),
        "proxmox-custom" => Proxmox("cpu: custom-nvirt\n", output.Text),
        "incus" => string.Join(',', output.Text.Split('\n').Where(l => l.Contains(": ", StringComparison.Ordinal))
            .SelectMany((l, i) => l.Split(": ")[1].Trim('"').Split(',').Select(f => i == 0 || f[0] is '-' ? f : "+" + f))),
        "kubevirt" => OfLibvirt("apiVersion: kubevirt.io/v1\nkind: VirtualMachine\nmetadata: {name: a}\n" + output.Text),
        _ => OfLibvirt(output.Text),
    };

    private static string OfLibvirt(string text) =>
        PlatformWriter.Write("qemu", new PlatformWriteRequest { Cpu = Reading.One(text).ToDefinition() }).Text.Trim();

    private static string Proxmox(string vm, string models) => ProxmoxArgument.Of(
        TextOf(vm), ProxmoxVm.Read(TextOf(vm), kvm: false), models.Length == 0 ? [] : ProxmoxModels.ReadAll(TextOf(models)),
        new Version(10, 0));

    private static PlatformText TextOf(string text) => new(Encoding.UTF8.GetBytes(text), "vm");

    // QEMU shows a feature under each of its names.
    private static IEnumerable<string> AliasesOf(IEnumerable<string> names) => names.SelectMany(n => n switch
    {
        "sse4.2" => (string[])["sse4-2", "sse4_2"],
        "lahf-lm" => ["lahf_lm"],
        "nx" => ["xd"],
        _ => [],
    });
}
