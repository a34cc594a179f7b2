using NVirt.Fleet.Mitigations;

namespace NVirt.Fleet.Tests.Mitigations;

/// <summary>What Linux 6.12 in a guest says, decision by decision.</summary>
public sealed class LinuxVulnerabilitiesTests
{
    private static readonly Version Kernel = new(6, 12, 117);

    private static string Say(string file, string vendor, uint family, uint model, string features = "", bool threads = false) =>
        LinuxVulnerabilities.Of(
            new MitigatedGuest(vendor, new CpuSignature(family, model, 4), features.Split(' ').ToHashSet(StringComparer.Ordinal),
                threads), Kernel)![file];

    [Theory]
    [InlineData("", "Vulnerable: Clear CPU buffers attempted, no microcode; SMT Host state unknown")]
    [InlineData("md-clear", "Mitigation: Clear CPU buffers; SMT Host state unknown")]
    [InlineData("mds-no", "Vulnerable: Clear CPU buffers attempted, no microcode; SMT Host state unknown")]
    [InlineData("mds-no arch-capabilities", "Not affected")]
    public void A_capability_counts_only_with_its_register(string features, string text) =>
        Assert.Equal(text, Say("mds", "Intel", 6, 0x55, features));

    [Theory]
    [InlineData("avx", "Unknown: Dependent on hypervisor status")]
    [InlineData("", "Not affected")]
    [InlineData("avx gds-no arch-capabilities", "Not affected")]
    public void Gathering_needs_avx(string features, string text) =>
        Assert.Equal(text, Say("gather_data_sampling", "Intel", 6, 0x55, features));

    [Theory]
    [InlineData("md-clear", "Vulnerable: Clear CPU buffers attempted, no microcode; SMT Host state unknown")]
    [InlineData("flush-l1d", "Vulnerable: Clear CPU buffers attempted, no microcode; SMT Host state unknown")]
    [InlineData("md-clear flush-l1d", "Mitigation: Clear CPU buffers; SMT Host state unknown")]
    public void Stale_data_of_devices_needs_both_ways_to_clear(string features, string text) =>
        Assert.Equal(text, Say("mmio_stale_data", "Intel", 6, 0x55, features));

    [Theory]
    [InlineData("Zhaoxin", 7u, "", false, "Not affected")]
    [InlineData("Zhaoxin", 6u, "", false, "Mitigation: Retpolines; STIBP: disabled")]
    [InlineData("AMD", 0x19u, "auto-ibrs", false, "Mitigation: Enhanced / Automatic IBRS; STIBP: disabled")]
    [InlineData("AMD", 0x19u, "amd-stibp", false, "Mitigation: Retpolines; STIBP: disabled")]
    [InlineData("AMD", 0x19u, "amd-stibp", true, "Mitigation: Retpolines; STIBP: conditional")]
    public void Spectre_2_asks_for_vendor_feature_and_threads(string vendor, uint family, string features, bool threads, string start) =>
        Assert.StartsWith(start, Say("spectre_v2", vendor, family, 1, features, threads), StringComparison.Ordinal);

    [Theory]
    [InlineData(0x3cu, "Mitigation: TSX disabled")]
    [InlineData(0x9eu, "Unknown: Dependent on hypervisor status")]
    public void Where_devices_leak_too_disabled_tsx_does_not_help(uint model, string text) =>
        Assert.Equal(text, Say("srbds", "Intel", 6, model, "rdrand mds-no arch-capabilities"));

    [Theory]
    [InlineData("", "Mitigation: Aligned branch/return thunks")]
    [InlineData("bhi-ctrl", "Not affected")]
    [InlineData("its-no arch-capabilities", "Not affected")]
    public void Targets_are_selected_safely_where_history_is_controlled(string features, string text) =>
        Assert.Equal(text, Say("indirect_target_selection", "Intel", 6, 0x55, features));

    [Theory]
    [InlineData("l1tf", 0x5cu, "Not affected")]
    [InlineData("meltdown", 0x5cu, "Mitigation: PTI")]
    [InlineData("l1tf", 0x55u, "Mitigation: PTE Inversion")]
    public void Some_models_are_exempt_from_l1tf_and_not_from_meltdown(string file, uint model, string text) =>
        Assert.Equal(text, Say(file, "Intel", 6, model));

    [Theory]
    [InlineData(0xfu, "PBRSB-eIBRS: SW sequence")]
    [InlineData(0x19u, "PBRSB-eIBRS: Not affected")]
    public void Later_families_of_amd_are_exempt_from_pbrsb(uint family, string part) => Assert.Contains(
        part, Say("spectre_v2", "AMD", family, 1, "ibrs-all arch-capabilities"), StringComparison.Ordinal);

    [Theory]
    [InlineData("rtm md-clear", "Mitigation: Clear CPU buffers; SMT Host state unknown")]
    [InlineData("rtm md-clear mds-no arch-capabilities", "Vulnerable: Clear CPU buffers attempted, no microcode; SMT Host state unknown")]
    [InlineData("rtm md-clear mds-no tsx-ctrl arch-capabilities", "Mitigation: Clear CPU buffers; SMT Host state unknown")]
    [InlineData("tsx-ctrl arch-capabilities", "Mitigation: TSX disabled")]
    [InlineData("md-clear", "Not affected")]
    public void Mds_no_without_tsx_ctrl_makes_tsx_vulnerable(string features, string text) =>
        Assert.Equal(text, Say("tsx_async_abort", "Intel", 6, 0x55, features));

    [Theory]
    [InlineData("", "Vulnerable")]
    [InlineData("spec-ctrl", "Mitigation: IBRS")]
    [InlineData("spec-ctrl ibrs-all arch-capabilities", "Mitigation: Enhanced IBRS")]
    public void Retbleed_of_intel_follows_spectre(string features, string text) =>
        Assert.Equal(text, Say("retbleed", "Intel", 6, 0x55, features));

    [Theory]
    [InlineData(false, "", "Mitigation: untrained return thunk; SMT disabled")]
    [InlineData(true, "amd-stibp", "Mitigation: untrained return thunk; SMT enabled with STIBP protection")]
    [InlineData(true, "", "Mitigation: untrained return thunk; SMT vulnerable")]
    public void Retbleed_of_zen_2_asks_for_threads(bool threads, string features, string text) =>
        Assert.Equal(text, Say("retbleed", "AMD", 0x17, 0x31, features, threads));

    [Theory]
    [InlineData(0x19u, "", "Vulnerable: Safe RET, no microcode")]
    [InlineData(0x19u, "ibpb-brtype", "Mitigation: Safe RET")]
    [InlineData(0x17u, "ibpb-brtype", "Mitigation: SMT disabled")]
    [InlineData(0x1au, "srso-user-kernel-no ibpb-brtype", "Mitigation: IBPB on VMEXIT only")]
    [InlineData(0x19u, "srso-no", "Not affected")]
    [InlineData(0xfu, "", "Not affected")]
    public void Return_stacks_of_zen(uint family, string features, string text) =>
        Assert.Equal(text, Say("spec_rstack_overflow", "AMD", family, 1, features));

    [Theory]
    [InlineData(0x17u, "", "Mitigation: safe RET, no microcode")]
    [InlineData(0x17u, "ibpb", "Mitigation: SMT disabled")]
    [InlineData(0x19u, "ibpb", "Mitigation: safe RET, no microcode")]
    [InlineData(0x19u, "sbpb", "Mitigation: safe RET")]
    [InlineData(0x1au, "", "Not affected")]
    public void Return_stacks_of_zen_by_an_older_kernel(uint family, string features, string text) => Assert.Equal(
        text, LinuxVulnerabilities.Of(
            new MitigatedGuest(
                "AMD", new CpuSignature(family, 1, 1), features.Split(' ').ToHashSet(StringComparer.Ordinal), HasThreads: false),
            new Version(6, 1, 192))!["spec_rstack_overflow"]);

    [Fact]
    public void The_oldest_atoms_do_not_speculate() => Assert.Equal("Not affected", Say("spectre_v2", "Intel", 6, 0x1c));

    [Fact]
    public void Of_another_kernel_nothing_is_said() => Assert.Null(LinuxVulnerabilities.Of(
        new MitigatedGuest("Intel", new CpuSignature(6, 85, 4), new HashSet<string>(), HasThreads: false), new Version(6, 6)));
}
