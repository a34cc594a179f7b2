using NVirt.Domains.Documents;
using NVirt.RelaxNg.Patterns;

namespace NVirt.Interop;

/// <summary>
/// Random domains for reading: everything that is compared with libvirt's reading, in many forms, sometimes with what libvirt refuses.
/// </summary>
internal sealed class RandomDocuments(Random random)
{
    private const string DefaultUuid = "c7a5fdbd-edaf-9455-926a-d65c16db1809";

    private static readonly string[] Units = ["", " unit='KiB'", " unit='k'", " unit='MiB'", " unit='M'", " unit='MB'", " unit='GiB'",
        " unit='bytes'", " unit='b'", " unit='KB'", " unit=''"];
    private static readonly string[] Switches = ["hap", "pvspinlock", "pmu", "vmport", "vmcoreinfo", "smm"];
    private static readonly string[] Timers = ["platform", "pit", "rtc", "hpet", "tsc", "kvmclock", "hypervclock", "armvtimer"];
    private static readonly string[] HyperV =
        ["relaxed", "vapic", "vpindex", "runtime", "synic", "reset", "frequencies", "reenlightenment", "ipi", "evmcs", "avic"];

    public string Next() =>
        $"""
        <domain type='test'>
          <name>{One("a", "web server", "x&amp;y", "<![CDATA[<b>]]>", "n<!-- c -->1")}</name>
          {Uuid()}
          {Maybe(0.1, () => $"<maxMemory slots='{OnlySometimes(Chance(0.02), "x", One("4", "16"))}' unit='EiB'>{OnlySometimes(Chance(0.02), "x", One("4", " +7"))}</maxMemory>")}
          {Memory("memory")}
          {Maybe(0.3, () => Memory("currentMemory"))}
          {Vcpus()}
          {Maybe(0.2, () => $"<iothreads>{One("0", "1", " 4", "+2", "x", "2 ")}</iothreads>")}
          {Os()}
          {Maybe(0.9, Features)}
          {Maybe(0.8, Clock)}
          {Maybe(0.2, () => $"<on_poweroff>{Ending()}</on_poweroff>")}
          {Maybe(0.2, () => $"<on_reboot>{Ending()}</on_reboot>")}
          {Maybe(0.2, () => $"<on_crash>{One("coredump-destroy", "coredump-restart", Ending())}</on_crash>")}
          {Maybe(0.2, () => $"<pm><suspend-to-mem{Attribute("enabled", YesNo)}/><suspend-to-disk{Attribute("enabled", YesNo)}/></pm>")}
          <devices>{Maybe(0.3, () => $"<emulator>{One("/usr/bin/qemu", " /x ")}</emulator>")}{Maybe(0.5, Disk)}</devices>
        </domain>
        """;

    private static string OnlySometimes(bool isBad, string bad, string good) => isBad ? bad : good;

    private string Uuid() =>
        $"<uuid>{One(
            DefaultUuid,
            DefaultUuid.Replace("-", string.Empty, StringComparison.Ordinal),
            " " + DefaultUuid.ToUpperInvariant() + "\n",
            OnlySometimes(Chance(0.1), "c7a5", DefaultUuid))}</uuid>";

    private string Memory(string name) =>
        $"<{name}{One(Units)}>{OnlySometimes(Chance(0.02), One("x", "1024 ", "-1"), One("", " ", "+", "0") + random.Next(1, 4_000_000))}"
            + $"</{name}>";

    private string Vcpus()
    {
        int maximum = random.Next(1, 9);
        string current = Chance(0.3) ? $" current='{random.Next(0, maximum + (Chance(0.05) ? 2 : 1))}'" : string.Empty;
        string placement = Attribute("placement", () => OnlySometimes(Chance(0.03), "none", One("static", "auto")));
        string set = Chance(0.2) ? $" cpuset='{One("0-3", "1,3,^3", "0-7,^4", "5", OnlySometimes(Chance(0.2), "x", "2"))}'" : string.Empty;
        string vcpu =
            $"<vcpu{placement}{set}{current}>{OnlySometimes(Chance(0.02), One("x", "4 ", ""), One("", " ", "+") + maximum)}</vcpu>";
        return Chance(0.1) ? string.Empty : vcpu + Maybe(0.2, () => Single(maximum));
    }

    private string Single(int maximum)
    {
        IEnumerable<string> others = Enumerable.Range(1, maximum).Where(id => id < maximum || Chance(0.03)).Where(_ => Chance(0.7))
            .Select(id =>
        {
            bool isEnabled = Chance(0.6);
            return $"<vcpu id='{id}' "
                + $"enabled='{(isEnabled ? "yes" : "no")}'{(isEnabled && Chance(0.4) ? $" hotpluggable='{YesNo()}'" : string.Empty)}"
                + $"{Attribute("order", () => $"{id + 1}")}/>";
        });
        string first = $"<vcpu id='0' enabled='yes'{Maybe(0.3, () => " hotpluggable='no'")}{Attribute("order", () => "1")}/>";
        return $"<vcpus>{first}{string.Concat(others)}</vcpus>";
    }

    private string Os() => Chance(0.2)
        ? $"<os firmware='{OnlySometimes(Chance(0.1), "x", One("bios", "efi"))}'>{OsParts()}</os>"
        : $"<os>{OsParts()}{Maybe(0.3, Firmware)}</os>";

    private string Firmware() =>
        $"<loader{Attribute("readonly", YesNo)}{Attribute("secure", YesNo)}{Attribute("type", () => One("rom", "pflash"))}>/l</loader>"
        + Maybe(0.5, () => $"<nvram{Attribute("template", () => "/t")}>/v</nvram>");

    private string OsParts() =>
        $"""
          <type arch='{OnlySometimes(Chance(0.03), "pdp11", One("i686", "x86_64"))}'{Attribute("machine", () => One("pc", "q35", ""))}>hvm</type>
          {Maybe(0.2, () => $"<kernel>/k</kernel><initrd>/i</initrd><cmdline>{One(" a  b ", "a='1'", "&lt;")}</cmdline>{Maybe(0.3, () => "<dtb>/d</dtb>")}")}
          {string.Concat(Enumerable.Range(0, random.Next(3)).Select(_ => $"<boot dev='{OnlySometimes(Chance(0.02), "x", One("fd", "hd", "cdrom", "network"))}'/>"))}
          {Maybe(0.2, () => $"<bootmenu enable='{YesNo()}'{Attribute("timeout", () => One("0", "3000", OnlySometimes(Chance(0.2), "70000", "1")))}/>")}
          {Maybe(0.2, () => $"<bios{Attribute("useserial", () => One("yes", "no"))}{Attribute("rebootTimeout", () => One("-1", "0", OnlySometimes(Chance(0.2), "65536", "65535")))}/>")}
          {Maybe(0.2, () => $"<smbios mode='{OnlySometimes(Chance(0.1), "x", One("emulate", "host", "sysinfo"))}'/>")}
        """;

    private string Features() =>
        $"""
        <features>
          {Maybe(0.5, () => "<acpi/>")}{Maybe(0.4, () => $"<apic{Attribute("eoi", OnOff)}/>")}{Maybe(0.4, () => "<pae/>")}{Maybe(0.1, () => "<viridian/>")}{Maybe(0.1, () => "<privnet/>")}
          {string.Concat(Switches.Where(_ => Chance(0.2)).Select(s => $"<{s}{Attribute("state", OnOff)}/>"))}
          {Maybe(0.1, () => $"<smm state='on'><tseg{One(Units)}>{random.Next(1, 64) * 1024}</tseg></smm>")}
          {Maybe(0.1, () => $"<gic{Attribute("version", () => One("2", "3", "host", OnlySometimes(Chance(0.2), "x", "2")))}/>")}
          {Maybe(0.1, () => $"<ioapic driver='{One("kvm", "qemu")}'/>")}
          {Maybe(0.1, () => $"<htm state='{OnOff()}'/><nested-hv state='{OnOff()}'/><ccf-assist state='{OnOff()}'/>")}
          {Maybe(0.1, () => $"<cfpc value='{One("broken", "workaround", "fixed")}'/><sbbc value='fixed'/><ibs value='{One("broken", "fixed-na", "fixed-ccd")}'/>")}
          {Maybe(0.3, HyperVFeatures)}{Maybe(0.05, HyperVFeatures)}
          {Maybe(0.2, Kvm)}
          {Maybe(0.01, () => "<warp/>")}
        </features>
        """;

    private string HyperVFeatures() =>
        $"""
        <hyperv{Attribute("mode", () => OnlySometimes(Chance(0.02), "x", One("custom", "custom", "passthrough")))}>
          {string.Concat(HyperV.Where(_ => Chance(0.2)).Select(h => $"<{h} state='{OnOff()}'/>"))}
          {Maybe(0.2, () => $"<spinlocks state='{OnOff()}' retries='{OnlySometimes(Chance(0.05), "4094", One("4095", "4096", "12287"))}'/>")}
          {Maybe(0.2, () => $"<vendor_id state='{OnOff()}' value='{OnlySometimes(Chance(0.05), One("a,b", "1234567890abc"), One("KVM Hv", "x", "a&amp;b"))}'/>")}
          {Maybe(0.2, () => $"<stimer state='{OnOff()}'>{Maybe(0.5, () => $"<direct state='{OnOff()}'/>")}</stimer>")}
          {Maybe(0.2, () => $"<tlbflush state='{OnOff()}'/>")}
          {Maybe(0.02, () => "<bogus state='on'/>")}{Maybe(0.02, () => "<vapic/>")}
        </hyperv>
        """;

    private string Kvm() =>
        $"""
        <kvm>
          {string.Concat(new[] { "hidden", "hint-dedicated", "poll-control", "pv-ipi" }.Where(_ => Chance(0.4)).Select(k => $"<{k} state='{OnOff()}'/>"))}
          {Maybe(0.3, () => $"<dirty-ring state='{OnOff()}' size='{OnlySometimes(Chance(0.1), One("1000", "512"), One("1024", "65536"))}'/>")}
          {Maybe(0.02, () => "<bogus state='on'/>")}
        </kvm>
        """;

    private string Clock() =>
        $"""
        <clock{ClockStart()}>
          {string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => Timer()))}
        </clock>
        """;

    private string ClockStart() => random.Next(8) switch
    {
        0 => string.Empty,
        1 => " offset='utc'",
        2 => " offset='localtime'",
        3 => $" offset='{One("utc", "localtime")}' adjustment='{One("reset", "5", "-7")}'",
        4 => $" offset='variable'{Attribute("adjustment", () => One("0", "3600", "-60"))}"
            + $"{Attribute("basis", () => One("utc", "localtime"))}",
        5 => $" offset='timezone'{(Chance(0.05) ? string.Empty : " timezone='Europe/Rome'")}",
        6 => $" offset='absolute'{(Chance(0.05) ? string.Empty : " start='1700000000'")}",
        _ => $" offset='{OnlySometimes(Chance(0.1), "x", "utc")}'",
    };

    // What a timer cannot have is for the hypervisor to refuse.
    private string Timer()
    {
        string name = OnlySometimes(Chance(0.02), "x", One(Timers));
        string policy = name is "kvmclock" or "hypervclock" ? string.Empty
            : Attribute("tickpolicy", () => One("delay", "catchup", "merge", "discard"));
        string attributes = policy
            + Attribute("present", YesNo)
            + (name is "platform" or "rtc" ? Attribute("track", () => One("boot", "guest", "wall", "realtime")) : string.Empty)
            + (name == "tsc" ? Attribute("frequency", () => One("0", "1", "2000000000")) : string.Empty)
            + (name == "tsc" ? Attribute("mode", () => One("auto", "native", "emulate", "paravirt", "smpsafe")) : string.Empty);
        bool hasCatchup = policy.Contains("catchup", StringComparison.Ordinal) ? Chance(0.5) : Chance(0.01);
        return $"<timer "
            + $"name='{name}'{attributes}>"
            + (hasCatchup
                ? $"<catchup{Attribute("threshold", () => "123")}{Attribute("slew", () => "120")}{Attribute("limit", () => "10000")}/>"
                : string.Empty)
            + "</timer>";
    }

    private string Disk() => One(
        $"<disk device='cdrom'><target dev='{One("hda", "sda", "hdc")}'/></disk>",
        $"<disk type='file'><driver name='qemu' "
            + $"type='{One("raw", "qcow2")}'{Attribute("cache", () => One("none", "writeback", "unsafe"))}"
            + $"{Attribute("io", () => One("native", "threads"))}{Attribute("discard", () => One("unmap", "ignore"))}/><source "
            + $"file='/a&amp;b'/><target "
            + $"dev='{One("hda", "sdb", "vda", "xvda")}'/>{Maybe(0.3, () => "<readonly/>")}{Maybe(0.3, () => "<shareable/>")}"
            + $"{Maybe(0.3, () => "<serial>S 1</serial>")}</disk>",
        $"<disk type='block' device='{One("disk", "lun")}'><source dev='/dev/x'/><target "
            + $"dev='sda'{Attribute("bus", () => "scsi")}/></disk>",
        "<disk type='network'><source protocol='nbd' name='n'><host name='h' port='1'/></source><target dev='vda' bus='virtio'/></disk>",
        "<disk type='volume' device='floppy'><source pool='p' volume='v'/><target dev='fda'/></disk>");

    private string Ending() => OnlySometimes(Chance(0.03), "x", One("destroy", "restart", "preserve", "rename-restart"));

    private string OnOff() => OnlySometimes(Chance(0.005), "yes", One("on", "off"));

    private string YesNo() => OnlySometimes(Chance(0.005), "on", One("yes", "no"));

    private string Attribute(string name, Func<string> value) => Chance(0.4) ? $" {name}='{value()}'" : string.Empty;

    private string Maybe(double share, Func<string> text) => Chance(share) ? text() : string.Empty;

    private bool Chance(double share) => random.NextDouble() < share;

    private string One(params ReadOnlySpan<string> choices) => choices[random.Next(choices.Length)];
}
