namespace NVirt.Packages.Tests;

/// <summary>
/// Native code is made by another compiler, without what that takes for unused: the tool has to say what the managed one says, to the byte.
/// </summary>
public sealed class NativeToolTests
{
    /// <summary>Command lines over docs/examples: each command, its forms, its errors.</summary>
    private static readonly string[] OverExamples =
    [
        "--help",
        "--version",
        "cpu compare --help",
        "cpu compare docs/examples/web.xml --host docs/examples/new-host.xml",
        "cpu compare docs/examples/video.xml --host docs/examples/old-host.xml -o json",
        "cpu explain docs/examples/video.xml --host docs/examples/old-host.xml",
        "cpu explain docs/examples/greedy.xml --host docs/examples/old-host.xml -o json",
        "cpu explain docs/examples/speculation.xml --host docs/examples/amd-host.xml",
        "cpu baseline docs/examples/old-host.xml docs/examples/new-host.xml --migratable --explain",
        "cpu decode docs/examples/dump.txt",
        "cpu decode docs/examples/cpuinfo -o json",
        "cpu encode docs/examples/web.xml",
        "cpu models",
        "cpu features -o json",
        "cpu show EPYC-Milan",
        "cpu show avx512f -o json",
        "cpu show Haswel",
        "cpu signature docs/examples/new-host.xml",
        "cpu has-feature docs/examples/new-host.xml avx2",
        "cpu guest docs/examples/web.xml --host docs/examples/new-host.xml",
        "capabilities --no-such-option",
        "completion fish",
        "domain list --connect test:///default -o json",
        "domain dumpxml test --connect test:///default",
        "domain start nowhere --connect test:///default",
        "qemu args docs/examples/router.xml --qmp docs/examples/qemu.json --host docs/examples/new-host.xml",
        "domcapabilities --qmp docs/examples/qemu.json",
        "vmware cpuid docs/examples/vmware.xml",
        "vmware evc docs/examples/new-host.xml",
        "xen cpuid docs/examples/xen.xml --syntax string",
        "xen cpuid docs/examples/xen.cfg",
        "validate docs/examples/mistakes/mode.xml",
        "validate docs/examples/web.xml docs/examples/bad.xml -o json",
        "validate docs/examples/broken.txt",
        "cpu compare docs/examples/broken.txt --host docs/examples/new-host.xml",
        "cpu compare no-such-file.xml",
    ];

    /// <summary>Command lines over the conformance documents.</summary>
    private static readonly string[] OverConformance =
    [
        "cpu compare DATA/x86_64-host-worse.xml --host DATA/x86_64-host.xml",
        "cpu compare DATA/x86_64-host-better.xml --host DATA/x86_64-host.xml -o json",
        "cpu compare DATA/x86_64-host-amd-fake.xml --host DATA/x86_64-host.xml",
        "cpu compare DATA/x86_64-host-incomp-arch.xml --host DATA/x86_64-host.xml",
        "cpu compare DATA/x86_64-host-no-vendor.xml --host DATA/x86_64-host.xml",
        "cpu compare DATA/x86_64-strict-full.xml --host DATA/x86_64-host.xml",
        "cpu compare DATA/domain-cpu-exact2.xml --host DATA/x86_64-cpuid-Core-i5-2540M-host.xml",
        "cpu compare DATA/domain-cpu-Haswell.xml --host DATA/x86_64-cpuid-Xeon-E5-2650-v4-host.xml -o json",
        "cpu compare DATA/domain-cpu-host-passthrough.xml --host DATA/x86_64-host.xml",
        "cpu explain DATA/x86_64-host-better.xml --host DATA/x86_64-host.xml",
        "cpu explain DATA/domain-cpu-Haswell.xml --host DATA/x86_64-cpuid-Atom-D510-host.xml",
        "cpu explain DATA/domain-extra-strict-usable.xml --host DATA/x86_64-cpuid-Core-i7-5600U-host.xml -o json",
        "cpu compare DATA/ppc64-host-worse.xml --host DATA/ppc64-host.xml",
        "cpu compare DATA/ppc64-host.xml --host DATA/ppc64-host-no-vendor.xml",
        "cpu compare DATA/ppc64-host+guest-legacy-bad.xml --host DATA/ppc64-host.xml",
        "cpu guest DATA/ppc64-host+guest.xml --host DATA/ppc64-host.xml",
        "cpu decode DATA/x86_64-cpuid-Xeon-E5-2650-v4.xml",
        "cpu decode DATA/x86_64-cpuid-Opteron-2350.xml -o json",
        "cpu decode DATA/x86_64-cpuid-Ryzen-9-9950X-16-Core.xml",
        "cpu decode DATA/x86_64-cpuid-Xeon-Gold-6148.xml",
        "cpu decode DATA/x86_64-cpuid-Core-i5-2540M-qmp.json",
        "cpu decode DATA/x86_64-cpuid-Core-i5-2540M-json.xml",
        "cpu encode DATA/x86_64-cpuid-Xeon-E5-2650-v3-guest.xml",
        "cpu encode DATA/x86_64-cpuid-Opteron-1352-host.xml -o json",
        "cpu signature DATA/x86_64-cpuid-Xeon-E3-1245-v5.xml",
        "cpu has-feature DATA/x86_64-cpuid-Core-i7-5600U-host.xml arat",
        "cpu baseline DATA/x86_64-cpuid-Core-i5-2540M-host.xml DATA/x86_64-cpuid-Core-i7-5600U-host.xml",
        "cpu baseline DATA/x86_64-cpuid-Opteron-1352-host.xml DATA/x86_64-cpuid-Atom-D510-host.xml",
        "cpu baseline DATA/x86_64-baseline-features.xml -o json",
        "cpu baseline DATA/rule-baseline-single-preferred-does-not-stop-1-cpu1.xml",
        "cpu guest DATA/domain-cpu-exact2.xml --host DATA/x86_64-cpuid-Core-i5-2540M-host.xml",
        "cpu update DATA/domain-cpu-topology2.xml --host DATA/x86_64-host.xml",
        "cpu update DATA/domain-extra-cache-custom-disable.xml --host DATA/x86_64-host.xml -o json",
        "cpu update-live DATA/rule-update-live-host-passthrough-check-full-required-missing-1-enabled.xml",
        "validate DATA/domain-panic-double.xml",
        "validate DATA/domain-cpu-topology2.xml -o json",
        "qemu args DATA/domain-aarch64-default-cpu-tcg-virt-4.2.xml --qmp docs/examples/qemu.json",
        "vmware cpuid DATA/domain-cpu-Haswell.xml --host DATA/x86_64-cpuid-Xeon-E5-2650-v4-host.xml",
        "xen cpuid DATA/domain-extra-hv-pass.xml",
        "xen cpuid DATA/domain-extra-compat-sandybridge-disable.xml",
    ];

    [Fact]
    public void It_says_what_the_managed_tool_says_of_the_examples() => Compare(Packages.NativeTool, OverExamples);

    [Fact]
    public void It_says_what_the_managed_tool_says_of_the_conformance_documents()
    {
        string data = Places.Shared("conformance", "data");
        Compare(Packages.NativeTool, [.. OverConformance.Select(l => l.Replace("DATA", data, StringComparison.Ordinal))]);
    }

    [Fact]
    public void It_says_it_in_german_too() => Compare(
        Packages.NativeTool,
        [.. OverExamples.Where(l => l.StartsWith("cpu explain", StringComparison.Ordinal) || l.Contains("help", StringComparison.Ordinal))],
        "LC_ALL=de_DE.UTF-8");

    private static void Compare(string tool, string[] lines, params string[] variables)
    {
        string managed = Path.Combine(AppContext.BaseDirectory, "nvirt.dll");
        Assert.All(lines, line =>
        {
            string[] arguments = line.Split(' ');
            (int Code, string Output, string Error) expected = Shell.Run(variables, "dotnet", [managed, .. arguments]);
            (int Code, string Output, string Error) actual = Shell.Run(variables, tool, arguments);
            Assert.NotEqual(string.Empty, expected.Output + expected.Error);
            if (line == "--version")
            {
                // Either may have been built at an earlier commit with the same sources.
                (expected.Output, actual.Output) = (expected.Output.Split('+')[0].Trim(), actual.Output.Split('+')[0].Trim());
            }

            Assert.Equal(expected, actual);
        });
    }
}
