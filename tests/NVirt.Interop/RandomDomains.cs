using System.Globalization;
using System.Text;
using NVirt.Cpu.Xml;
using NVirt.Domains.Documents;

namespace NVirt.Interop;

/// <summary>Random domains for QEMU's TCG: everything that becomes part of <c>-cpu</c> and <c>-smp</c>.</summary>
/// <param name="random">The source of choices.</param>
/// <param name="cpus">The source of CPUs.</param>
/// <param name="tscFrequency">The host's TSC frequency; if it cannot be scaled, no other is used.</param>
internal sealed class RandomDomains(RandomCpus random, RandomDomainCpus cpus, ulong tscFrequency)
{
    private static readonly string[] HyperV =
        ["relaxed", "vapic", "vpindex", "runtime", "synic", "stimer", "reset", "frequencies", "reenlightenment", "tlbflush", "ipi", "evmcs",
            "avic"];

    public string Next()
    {
        bool isQ35 = random.Chance(0.4);
        int maximum = random.One(1, 1, 2, 3, 4, 6, 8, 12, 16);
        string cpu = CpuXml.Format(cpus.Next(maximum));
        string arch = random.Chance(0.1) ? "i686" : "x86_64";
        return $"""
            <domain type='qemu'>
              <name>guest</name>
              <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
              <memory unit='MiB'>256</memory>
              {Vcpus(maximum)}
              <os><type arch='{arch}' machine='{Machine(isQ35)}'>hvm</type></os>
              <features><acpi/>{Features()}</features>
              {cpu}
              <clock offset='utc'>{string.Concat(Enumerable.Range(0, random.Number(0, 2)).Select(_ => Timer()).DistinctBy(t => t.Split('\'')[1]))}</clock>
              <devices>
                <emulator>/usr/bin/qemu-system-x86_64</emulator>
                {(random.Chance(0.1) ? "<panic model='hyperv'/>" : string.Empty)}
                <memballoon model='none'/>
              </devices>
            </domain>
            """;
    }

    private string Machine(bool isQ35) => random.Chance(0.02) ? "bogus" : isQ35 ? random.One("q35", "pc-q35-7.2", "pc-q35-5.0")
        : random.One("pc", "pc-i440fx-7.2", "pc-i440fx-2.9");

    private string Vcpus(int maximum)
    {
        int current = random.Chance(0.3) ? random.Number(1, maximum) : maximum;
        string vcpu = current == maximum ? $"<vcpu>{maximum}</vcpu>" : $"<vcpu current='{current}'>{maximum}</vcpu>";
        return random.Chance(0.2) ? vcpu + Single(maximum, current) : vcpu;
    }

    // The first is always there; the order of the others tells when they are plugged in.
    private string Single(int maximum, int current)
    {
        StringBuilder list = new("<vcpus>");
        int fixedOnes = random.Number(1, current);
        bool hasOrder = random.Chance(0.5);
        for (int id = 0; id < maximum; id++)
        {
            bool isEnabled = id < current;
            bool isHotpluggable = random.Chance(0.02) ? random.Chance(0.5) : id >= fixedOnes;
            list.Append(CultureInfo.InvariantCulture, $"<vcpu id='{id}' enabled='{YesNo(isEnabled)}'");
            list.Append(random.Chance(0.1) ? string.Empty : $" hotpluggable='{YesNo(isHotpluggable)}'");
            list.Append(isEnabled && random.Chance(0.99) == hasOrder ? $" order='{id + 1}'/>" : "/>");
        }

        return list.Append("</vcpus>").ToString();
    }

    private string Features() => string.Concat(
        Maybe(0.1, () => $"<apic eoi='{OnOff()}'/>"),
        Maybe(0.1, () => $"<pvspinlock state='{OnOff()}'/>"),
        Maybe(0.15, () => $"<pmu state='{OnOff()}'/>"),
        Maybe(0.2, () => $"<kvm>{Kvm()}</kvm>"),
        Maybe(0.03, () => "<hyperv mode='passthrough'/>"),
        Maybe(0.2, () => $"<hyperv>{HyperVFeatures()}</hyperv>"));

    private string Kvm() =>
        string.Concat(
            new[] { "hidden", "hint-dedicated", "poll-control", "pv-ipi" }.Select(f => Maybe(0.5, () => $"<{f} state='{OnOff()}'/>")));

    private string HyperVFeatures() => string.Concat(random.Shuffled(HyperV).Take(random.Number(1, 6)).Select(HyperVFeature))
        + Maybe(0.3, () => $"<spinlocks state='on' retries='{random.One("4095", "4096", "8191", "65535", "12287", "4094")}'/>")
        + Maybe(0.3, () =>
            $"<vendor_id state='on' value='{random.One("KVM Hv", "x", "y z", "NVirt", "123456789012", "0", "a,b", "1234567890123")}'/>")
        + Maybe(0.02, () => "<bogus state='on'/>");

    private string HyperVFeature(string name) => name == "stimer" && random.Chance(0.5)
        ? $"<stimer state='on'><direct state='{OnOff()}'/></stimer>"
        : $"<{name} state='{(random.Chance(0.8) ? "on" : "off")}'/>";

    private string Timer() => random.Number(1, 12) switch
    {
        <= 3 => $"<timer name='kvmclock' present='{YesNo(random.Chance(0.5))}'/>",
        <= 6 => $"<timer name='hypervclock' present='{YesNo(random.Chance(0.7))}'/>",
        <= 8 => $"<timer name='tsc' frequency='{(random.Chance(0.7) ? tscFrequency : 1_000_000_000)}'/>",
        9 => "<timer name='rtc' tickpolicy='catchup'/>",
        10 => "<timer name='pit' tickpolicy='delay'/>",
        11 => "<timer name='hpet' present='no'/>",
        _ => random.One(
            "<timer name='platform'/>", "<timer name='armvtimer' tickpolicy='delay'/>", "<timer name='kvmclock' tickpolicy='delay'/>"),
    };

    private string Maybe(double share, Func<string> text) => random.Chance(share) ? text() : string.Empty;

    private string OnOff() => random.Chance(0.5) ? "on" : "off";

    private static string YesNo(bool value) => value ? "yes" : "no";
}
