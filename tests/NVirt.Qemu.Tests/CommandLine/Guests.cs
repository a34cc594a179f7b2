using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;
using static NVirt.Qemu.Tests.Recordings;

namespace NVirt.Qemu.Tests.CommandLine;

/// <summary>Domains, and binaries for them.</summary>
internal static class Guests
{
    private const string X86Models = """
        [{"name": "max", "typename": "max-x86_64-cpu", "unavailable-features": []},
         {"name": "qemu64", "typename": "qemu64-x86_64-cpu", "unavailable-features": []},
         {"name": "Nehalem", "typename": "Nehalem-x86_64-cpu", "unavailable-features": []},
         {"name": "Penryn", "typename": "Penryn-x86_64-cpu", "unavailable-features": []},
         {"name": "Haswell-noTSX", "typename": "Haswell-noTSX-x86_64-cpu", "unavailable-features": ["avx2", "pcid"]}]
        """;

    private const string X86Machines = """
        [{"name": "pc-i440fx-7.2", "alias": "pc", "is-default": true, "cpu-max": 255, "default-cpu-type": "qemu64-x86_64-cpu", "default-ram-id": "pc.ram"},
         {"name": "pc-q35-7.2", "alias": "q35", "cpu-max": 288, "default-cpu-type": "qemu64-x86_64-cpu", "default-ram-id": "pc.ram"}]
        """;

    // What Nehalem has and some more, of which aes migrates and invtsc does not.
    private static readonly string[] Offered =
    [
        "cmov", "cx8", "fpu", "fxsr", "mmx", "msr", "pae", "pse", "sep", "sse", "sse2", "tsc", "apic", "clflush", "de", "mca", "mce",
            "mtrr", "pat", "pge",
        "pse36", "vme", "cx16", "popcnt", "pni", "sse4.1", "sse4.2", "ssse3", "lahf-lm", "lm", "nx", "syscall", "aes", "hypervisor",
            "invtsc",
    ];

    private static readonly string[] Lacking = ["avx", "pcid", "vmx"];

    public static QemuCapabilities X86 { get; } = Read(
        First("kvm", "x86_64", X86Slot("host")),
        Session("tcg", X86Slot("max")));

    public static QemuCapabilities Arm { get; } = Of(
        "aarch64",
        """[{"name": "virt-7.2", "alias": "virt", "cpu-max": 512, "default-cpu-type": "cortex-a15-arm-cpu","""
            + """ "default-ram-id": "mach-virt.ram"}]""",
        """[{"name": "max", "typename": "max-arm-cpu"}, {"name": "cortex-a15", "typename": "cortex-a15-arm-cpu"}]""");

    public static QemuCapabilities Power { get; } = Of(
        "ppc64",
        """[{"name": "pseries-7.2", "alias": "pseries", "cpu-max": 1024, "default-ram-id": "ppc_spapr.ram"}]""",
        """[{"name": "power8", "typename": "power8_v2.0-powerpc64-cpu"}, {"name": "power9"}]""");

    /// <summary>A domain: what is inside, and what is not given there.</summary>
    public static DomainDocument Domain(
        string inside = "", string type = "qemu", string arch = "x86_64", string? machine = "pc", string vcpu = "<vcpu>1</vcpu>") =>
        DomainDocument.Parse(
            $"<domain type='{type}'>\n<name>g</name><memory unit='MiB'>64</memory>{vcpu}\n"
            + $"<os><type arch='{arch}'{(machine is null ? string.Empty : $" machine='{machine}'")}>hvm</type></os>\n{inside}\n</domain>\n",
            "g.xml");

    public static QemuArguments Build(DomainDocument domain, QemuCommandLineOptions? options = null)
    {
        QemuCapabilities capabilities = CapabilitiesFor(domain);
        return QemuCommandLine.Build(domain, capabilities, QemuHost.Unknown(capabilities.Arch), options);
    }

    public static DomainDefinition Define(DomainDocument domain)
    {
        QemuCapabilities capabilities = CapabilitiesFor(domain);
        return QemuCommandLine.Define(domain, capabilities, QemuHost.Unknown(capabilities.Arch)).Definition;
    }

    /// <summary>The value of <c>-cpu</c> of a domain with this inside.</summary>
    public static string? CpuOf(string inside, string type = "qemu", string arch = "x86_64", string machine = "pc") =>
        Build(Domain(inside, type, arch, machine)).ValueOf("-cpu");

    public static CpuException Refused(DomainDocument domain) => Assert.Throws<CpuException>(() => Build(domain));

    private static QemuCapabilities CapabilitiesFor(DomainDocument domain) => domain.Definition.Os.Arch switch
    {
        CpuArchitecture.Aarch64 or CpuArchitecture.Armv7l => Arm,
        CpuArchitecture.Ppc64 => Power,
        _ => X86,
    };

    private static QemuCapabilities Of(string arch, string machines, string models)
    {
        string[] steps = [Returns("query-machines", machines), Returns("query-cpu-definitions", models)];
        return Read(First("kvm", arch, steps), Session("tcg", steps));
    }

    private static string[] X86Slot(string model) =>
    [
        Returns("query-machines", X86Machines),
        Returns("query-cpu-definitions", X86Models),
        Expands($$$"""{"type": "static", "model": {"name": "{{{model}}}"}}""", Props(hasInvtsc: false)),
        Expands($$$$"""{"type": "static", "model": {"name": "{{{{model}}}}", "props": {"migratable": false}}}""", Props(hasInvtsc: true)),
    ];

    private static string Props(bool hasInvtsc)
    {
        IEnumerable<string> on = Offered.Where(f => hasInvtsc || f != "invtsc").Select(f => $"\"{f}\": true");
        IEnumerable<string> off = (hasInvtsc ? Lacking : [.. Lacking, "invtsc"]).Select(f => $"\"{f}\": false");
        return $$"""{"vendor": "GenuineIntel", "family": 6, "model": 26, "stepping": 3, {{string.Join(", ", on.Concat(off))}}}""";
    }
}
