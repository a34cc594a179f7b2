using NVirt.Cli.Output;
using NVirt.Cpu.Probe.Dumps;
using NVirt.Testing;
using NVirt.VMware;

namespace NVirt.Cli.Tests;

/// <summary>Golden tests of the commands' output and exit codes: text, XML, JSON, errors.</summary>
public sealed class GoldenTests
{
    private const string Old = "docs/examples/old-host.xml";
    private const string New = "docs/examples/new-host.xml";
    private const string Dump = "docs/examples/dump.txt";
    private const string Web = "docs/examples/web.xml";
    private const string Numbers = "docs/examples/numbers.xml";
    private const string Wish = "docs/examples/wish.xml";
    private const string Amd = "docs/examples/amd-host.xml";
    private const string Speculation = "docs/examples/speculation.xml";
    private const string Small = "docs/examples/small.xml";
    private const string Ovmf = "docs/examples/ovmf.xml";
    private const string Keys = "docs/examples/axes/keys.xml";
    private const string Skylake = "docs/examples/axes/xeon-6148.xml";
    private const string Milan = "docs/examples/axes/epyc-7713.xml";
    private const string Laptop = "docs/examples/laptop-host.xml";
    private const string Running = "docs/examples/running.xml";
    private const string Qemu = "--qmp docs/examples/qemu.json";

    [Fact]
    public void Compare() => Golden.Check(
        Tool.Transcript(
            $"cpu compare {Web} --host {New}",
            $"cpu compare {Web} --host {Old}",
            $"cpu compare {Numbers} --host {Old}",
            $"cpu compare {Numbers} --host {Old} -o json",
            $"cpu compare {Old} --host {New}",
            $"cpu compare {Speculation} --host {Dump}",
            $"cpu compare {Speculation} --host {Dump} -o json",
            $"cpu compare {Web} --host {New} -o xml"),
        "compare");

    [Fact]
    public void Explain() => Golden.Check(
        Tool.Transcript(
            $"cpu explain {Web} --host {New}",
            $"cpu explain {Numbers} --host {Old}",
            $"cpu explain {Numbers} --host {Old} -o json",
            $"cpu explain {Speculation} --host {Dump}",
            $"cpu explain {Ovmf} --host {Laptop}",
            $"cpu explain {Ovmf} --host {Laptop} -o json",
            $"cpu explain {Running} --host {Laptop}",
            $"cpu explain {Web} --host {Laptop}",
            $"cpu explain {Web} --hypervisor qemu {Qemu} --virttype qemu",
            $"cpu explain {Small} --hypervisor qemu {Qemu} --virttype qemu"),
        "explain");

    [Fact]
    public void Compare_beside_features() => Golden.Check(
        Tool.Transcript(
            $"cpu compare {Ovmf} --host {Laptop}",
            $"cpu compare {Ovmf} --host {Laptop} --axes",
            $"cpu compare {Ovmf} --host {Laptop} --axes -o json",
            $"cpu compare {Ovmf} --host {New} --axes",
            $"cpu compare {Keys} --host {Milan}",
            $"cpu compare {Keys} --host {Milan} --axes",
            $"cpu compare {Keys} --host {Milan} --runs-on {Skylake}",
            $"cpu compare {Keys} --host {Milan} --runs-on {Skylake} -o json",
            $"cpu compare {Keys} --host {Milan} --runs-on {Skylake} --mixed-vendors --consumer criu",
            $"cpu compare {Keys} --host {Skylake} --axes --hypervisor qemu {Qemu} --virttype qemu",
            $"cpu explain {Keys} --host {Milan} --runs-on {Skylake}",
            $"cpu explain {Skylake} --host {Milan}",
            $"cpu compare {Skylake} --host {Skylake} --axes",
            $"cpu compare {Running} --host {Laptop}",
            $"cpu compare {Running} --host {Laptop} -o json"),
        "compare-axes");

    [Fact]
    public void Baseline() => Golden.Check(
        Tool.Transcript(
            $"cpu baseline {Old} {New}",
            $"cpu baseline {Old} {New} --migratable",
            $"cpu baseline {Old} {New} --features",
            $"cpu baseline {Old} {New} --models Nehalem,Penryn",
            $"cpu baseline {Old} {New} -o json",
            $"cpu baseline {Old} {Dump}",
            $"cpu baseline {Old} {Laptop}",
            $"cpu baseline {Old} {Laptop} --guest",
            $"cpu baseline {Old} {New} {Laptop} --guest --explain",
            $"cpu baseline {Old} {New} --explain -o json",
            $"cpu baseline {Old} {New} {Amd}",
            $"cpu baseline {Old} {New} {Amd} -o json",
            $"cpu baseline {Old} docs/examples/cpuinfo/power9.txt",
            $"cpu baseline {Old} {New} --hypervisor qemu {Qemu} {Qemu} --virttype qemu",
            $"cpu baseline {Old} {New} --hypervisor qemu {Qemu} {Qemu} {Qemu} --virttype qemu",
            "cpu baseline docs/examples/qemu.json docs/examples/qemu.json --hypervisor qemu --virttype qemu",
            $"cpu baseline {Old} {New} --hypervisor qemu --qmp {Old} --qmp {New}"),
        "baseline");

    [Fact]
    public void Guest_and_update() => Golden.Check(
        Tool.Transcript(
            $"cpu guest {Wish} --host {Old}",
            $"cpu guest {Numbers} --host {Old}",
            $"cpu guest {Numbers} --host {New} --models Cascadelake-Server,EPYC",
            $"cpu guest {Web} --host {New} --models Nehalem",
            $"cpu guest {Speculation} --host {Dump}",
            $"cpu update {Wish} --host {Old}",
            $"cpu update {Wish} --host {Old} -o table"),
        "guest-and-update");

    [Fact]
    public void Raw_data() => Golden.Check(
        Tool.Transcript(
            $"cpu decode {Dump}",
            $"cpu decode {Dump} --type guest",
            $"cpu decode {Dump} --type guest --models Nehalem",
            $"cpu decode {Dump} --type guest --models EPYC",
            $"cpu decode {Web}",
            $"cpu host --source {Dump} --data",
            $"cpu host --source {Dump} -o json",
            $"cpu encode {Web}",
            $"cpu encode {Web} -o json",
            $"cpu signature {Dump}",
            $"cpu signature {Dump} -o json",
            $"cpu signature {Web}",
            $"cpu update-live {Web} --enabled docs/examples/enabled.xml",
            $"cpu has-feature aes --host {Dump}",
            $"cpu has-feature avx512f --host {Dump}",
            $"cpu has-feature rdctl-no --host {Dump}",
            $"cpu has-feature rdctl-no --host {Dump} -o json",
            $"cpu has-feature sse4_1 --host {Dump}",
            $"cpu has-feature dtherm --host {Dump}",
            $"cpu has-feature sev --host {Dump} -o json",
            $"cpu has-feature rrsba --host {Dump}",
            $"cpu has-feature dtherm --host {Old}"),
        "raw-data");

    [Fact]
    public void Saved_descriptions_of_processors() => Golden.Check(
        Tool.Transcript(
            "cpu host --source docs/examples/cpuinfo/power9.txt",
            "cpu host --source docs/examples/cpuinfo/power9.txt --data",
            "cpu host --source docs/examples/cpuinfo/power9.txt --data -o xml",
            "cpu host --source docs/examples/cpuinfo/neoverse-n1.txt --data -o json",
            "cpu decode docs/examples/cpuinfo/neoverse-n1.txt -o json",
            "cpu decode docs/examples/cpuinfo/power10.txt --type guest",
            "cpu decode docs/examples/cpuinfo/power10.txt --models POWER9",
            "cpu signature docs/examples/cpuinfo/power10.txt",
            "cpu has-feature aes --host docs/examples/cpuinfo/neoverse-n1.txt",
            "cpu compare docs/examples/cpuinfo/power9.txt --host docs/examples/cpuinfo/power9.txt",
            "cpu compare docs/examples/cpuinfo/power9.txt --host docs/examples/cpuinfo/power10.txt",
            "cpu decode docs/examples/cpuinfo/armv7.txt",
            "cpu decode docs/examples/cpuinfo/z15.txt",
            "cpu decode docs/examples/cpuinfo/sifive-u74.txt",
            "cpu decode docs/examples/cpuinfo/loongson-3a5000.txt",
            "cpu decode docs/examples/cpuinfo/epyc.txt"),
        "cpuinfo");

    [Fact]
    public void The_map() => Golden.Check(
        Tool.Transcript(
            "cpu models",
            "cpu models ppc64",
            "cpu models ppc64 -o json",
            "cpu models aarch64",
            "cpu models mips",
            "cpu models -o json",
            "cpu models vax",
            "cpu show EPYC",
            "cpu show Cascadelake-Server -o json",
            "cpu show sse4_1",
            "cpu show sse4.1 -o json",
            "cpu show POWER8",
            "cpu show POWER8 -o json",
            "cpu show 'ThunderX2 99xx'",
            "cpu show sve512",
            "cpu show pauth -o json",
            "cpu show tsa_fill_no",
            "cpu show lbr-events-gpc-bmp-1",
            "cpu show reserved-6-eax-21",
            "cpu show ais -o json",
            "cpu show nothing"),
        "map");

    [Fact]
    public void Domain_capabilities() => Golden.Check(
        Tool.Transcript(
            $"domcapabilities {Qemu} --virttype qemu",
            $"domcapabilities {Qemu} --virttype qemu --machine q35 -o json",
            $"domcapabilities {Qemu} -o table",
            $"domcapabilities {Qemu} --virttype kvm --host {Old} --arch i686 --machine isapc -o table",
            $"domcapabilities {Qemu} --virttype kvm --host {Small} -o table",
            $"domcapabilities {Qemu} --virttype hvf",
            $"domcapabilities {Qemu} --virttype xen",
            $"domcapabilities {Qemu} --machine virt",
            $"domcapabilities {Qemu} --arch aarch64",
            $"domcapabilities {Qemu} --emulator qemu",
            "domcapabilities --emulator /nonexistent/qemu",
            "domcapabilities --qmp README.md",
            "qemu record --emulator /nonexistent/qemu"),
        "domain-capabilities");

    [Fact]
    public void Hypervisor() => Golden.Check(
        Tool.Transcript(
            $"cpu compare {Small} --hypervisor qemu {Qemu} --virttype qemu",
            $"cpu compare {Small} --hypervisor qemu {Qemu} --virttype qemu -o json",
            $"cpu compare {Web} --hypervisor qemu {Qemu} --virttype qemu",
            $"cpu compare {Old} --hypervisor qemu {Qemu} --virttype qemu --quiet",
            $"cpu models --hypervisor qemu {Qemu} --virttype qemu",
            $"cpu models --hypervisor qemu {Qemu} --virttype kvm -o json",
            $"cpu baseline {Old} {New} --hypervisor qemu {Qemu} --virttype qemu",
            $"cpu baseline {Old} {New} --hypervisor qemu {Qemu} --virttype qemu --migratable --features -o table",
            $"cpu baseline {Old} {New} --hypervisor qemu {Qemu} --models Nehalem",
            $"cpu compare {Web} {Qemu}",
            $"cpu compare {Web} --hypervisor bhyve"),
        "hypervisor");

    [Fact]
    public void Qemu_arguments() => Golden.Check(
        Tool.Transcript(
            $"qemu args docs/examples/router.xml {Qemu} --host {New}",
            $"qemu args docs/examples/router.xml {Qemu} --host {New} -o json",
            $"qemu args docs/examples/guest.xml {Qemu} --host {New}",
            $"qemu args docs/examples/database.xml {Qemu} --host {New}",
            $"qemu args docs/examples/threads.xml {Qemu} --host {Amd}",
            $"qemu args docs/examples/database.xml {Qemu} --emulator qemu",
            "qemu args docs/examples/database.xml --emulator /nowhere/qemu",
            $"qemu args {Web} {Qemu}",
            $"qemu args docs/examples/database.xml --qmp {Web}",
            $"qemu args docs/examples/router.xml {Qemu} -o xml"),
        "qemu-arguments");

    [Fact]
    public void Features() => Golden.Check(Tool.Transcript("cpu features", "cpu features armv7l", "cpu features ppc64"), "features");

    [Fact]
    public void Xen() => Golden.Check(
        Tool.Transcript(
            "xen cpuid docs/examples/xen.xml",
            "xen cpuid docs/examples/xen.xml -o json",
            "xen cpuid docs/examples/xen.xml --syntax string",
            "xen cpuid docs/examples/xen.xml --syntax string -o json",
            $"xen cpuid docs/examples/xen.xml --syntax libxl --host {Old}",
            $"xen cpuid docs/examples/vmware.xml --syntax libxl --host {Old} --nested-hvm -o json",
            $"xen cpuid {Web}",
            $"xen cpuid {Web} -o json",
            "xen cpuid docs/examples/xen.cfg",
            "xen cpuid docs/examples/xen.cfg -o json",
            "xen cpuid docs/examples/guest.vmx",
            $"xen cpuid {Wish}",
            "xen cpuid docs/examples/xen.xml --syntax bits",
            "xen cpuid docs/examples/xen.xml -o xml"),
        "xen");

    [Fact]
    public void VMware() => Golden.Check(
        Tool.Transcript(
            "vmware cpuid docs/examples/vmware.xml",
            "vmware cpuid docs/examples/vmware.xml -o json",
            $"vmware cpuid docs/examples/vmware.xml --host {Amd}",
            "vmware cpuid docs/examples/vmware.xml --syntax features",
            "vmware cpuid docs/examples/vmware.xml --into docs/examples/guest.vmx",
            $"vmware cpuid docs/examples/vmware.xml --into {Web}",
            $"vmware cpuid {Web}",
            $"vmware cpuid {Numbers} --syntax features",
            "vmware cpuid docs/examples/guest.vmx",
            "vmware cpuid docs/examples/guest.vmx -o json",
            $"vmware cpuid docs/examples/guest.vmx --host {Amd}",
            "vmware cpuid docs/examples/xen.cfg",
            $"vmware cpuid {Wish}",
            "vmware cpuid docs/examples/vmware.xml --into docs/examples/guest.vmx -o json"),
        "vmware");

    [Fact]
    public void Evc() => Golden.Check(
        Tool.Transcript(
            $"vmware evc {Old} {New}",
            $"vmware evc {Old} {Dump} -o json",
            $"vmware evc {Amd}",
            $"vmware evc {Old} {Amd}",
            $"vmware evc {Web}",
            $"vmware evc {Speculation} {New}",
            "vmware evc"),
        "evc");

    [Fact]
    public void Validate() => Golden.Check(
        Tool.Transcript(
        [
            $"validate {Web} {Old} {Speculation} docs/examples/enabled.xml",
            "validate docs/examples/bad.xml",
            $"validate docs/examples/bad.xml docs/examples/broken.txt {Web} docs/examples/nothing.xml",
            $"validate docs/examples/bad.xml docs/examples/broken.txt {Web} -o json",
            .. Directory.EnumerateFiles(Path.Combine(Places.Root, "docs", "examples", "mistakes")).Order(StringComparer.Ordinal)
                .Select(f => $"validate docs/examples/mistakes/{Path.GetFileName(f)}"),
            $"validate {Web} --schema schemas/cpu.rng",
            $"validate {Web} --schema docs/examples/nothing.rng",
            $"validate {Web} --schema docs/examples/bad.xml",
            $"validate {Web} --schema schemas/values.rng",
            "validate NVirt.slnx",
            $"validate {Web} -o xml",
            "validate",
        ]),
        "validate");

    [Fact]
    public void Help() => Golden.Check(
        Tool.Transcript(
            ["--help", "cpu --help", "qemu --help", "xen --help", "vmware --help", "domain --help", .. Commands()
                .Select(c => $"cpu {c} --help"), .. OtherCommands.Select(c => $"{c} --help")]),
        "help");

    [Fact]
    public void Completion() => Golden.Check(
        Tool.Transcript("completion bash", "completion zsh", "completion fish", "completion pwsh", "completion csh"),
        "completion");

    [Theory]
    [InlineData("nvirt cpu show EPYC-Mil", "EPYC-Milan")]
    [InlineData("nvirt cpu has-feature avx512-vp2", "avx512-vp2intersect")]
    [InlineData("nvirt cpu decode x --models Broad", "Broadwell-IBRS")]
    [InlineData("nvirt cpu base", "baseline")]
    [InlineData("nvirt domcapabilities --virttype ", "hvf")]
    [InlineData("nvirt domcapabilities --arch s390", "s390x")]
    [InlineData("nvirt cpu models --hypervisor ", "qemu")]
    [InlineData("nvirt cpu show POWER1", "POWER10")]
    [InlineData("nvirt cpu show sve2", "sve256")]
    public void Completion_knows_commands_models_and_features(string line, string word) => Assert.Contains(
        word,
        Tool.Run($"[suggest:{line.Length}]", line).Output.Split('\n'));

    [Fact]
    public void Errors() => Golden.Check(
        Tool.Transcript(
            string.Empty,
            "cpu",
            "cpu compare",
            "cpu comparr x",
            $"cpu compare {Web} --hots {New}",
            $"cpu compare {Web} --host",
            $"cpu compare {Web} {New}",
            "cpu compare docs/examples/nothing.xml",
            "cpu compare docs",
            "cpu compare LICENSE",
            $"cpu compare {Web} --host {Web} --cpu-map docs",
            $"cpu compare {Web} -o yaml --host {New}",
            $"cpu encode {Old} --host docs/examples/nothing.xml",
            "cpu compare docs/examples/bad.xml --host docs/examples/old-host.xml",
            "cpu decode docs/examples/broken.txt",
            $"cpu decode {Dump} --type neither",
            $"cpu decode {Dump} --models-from {Web}",
            $"cpu update-live {Web}"),
        "errors");

    [Fact]
    public void Audit() => Golden.Check(
        Tool.Transcript(
            $"audit {Web} --host {New}",
            $"audit {Web} --host {New} {Old} --kernel 6.1",
            $"audit {Speculation} --host {Dump}",
            $"audit {Speculation} --host {Dump} {New} -o json",
            $"audit --host {Dump}",
            $"audit {Web} --host {New} --kernel 5.10",
            $"audit {Web} --host docs/examples/cpuinfo/power9.txt"),
        "audit");

    [Fact]
    public void Convert() => Golden.Check(
        Tool.Transcript(
            $"convert {Web} --to proxmox --model pool-a",
            $"convert {Web} --to proxmox-custom -o json",
            $"convert {Web} --to nova",
            $"convert {Web} --to kubevirt",
            $"convert {Web} --to opennebula",
            $"convert {Wish} --to qemu",
            $"convert {Old} {New} --to proxmox",
            $"convert {Old} {New} --to level -o json",
            $"convert {Web} {Web} --to qemu",
            "convert LICENSE --to qemu",
            $"convert {Web} --to nowhere"),
        "convert");

    [Fact]
    public void Every_command_has_an_example_in_its_help() =>
        Assert.All(Commands().Select(c => $"cpu {c}").Concat(OtherCommands),
            c => Assert.Contains("Example", Tool.Run([.. c.Split(' '), "--help"]).Output, StringComparison.Ordinal));

    private static string[] OtherCommands =>
        ["host", "capabilities", "validate", "domcapabilities", "qemu args", "qemu record", "xen cpuid", "vmware cpuid", "vmware evc",
            "convert", "audit", "completion", .. DomainCommands.Select(c => $"domain {c}"), .. FleetCommands.Select(c => $"fleet {c}")];

    private static string[] FleetCommands =>
    [
        "collect", "import", "hosts", "guests", "matrix", "baseline", "pools", "recommend", "what-if", "freeze", "verify", "drift", "plan",
        "audit",
    ];

    private static string[] DomainCommands =>
    [
        "list", "define", "undefine", "dominfo", "dumpxml", "start", "suspend", "resume", "shutdown", "reset", "destroy", "console",
            "event", "migrate",
    ];

    private static string[] Commands() =>
    [
        "host", "decode", "encode", "compare", "explain", "baseline", "guest", "update", "update-live", "has-feature", "signature",
            "models", "features", "show",
    ];

}
