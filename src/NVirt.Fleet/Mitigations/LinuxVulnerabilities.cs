namespace NVirt.Fleet.Mitigations;

/// <summary>
/// The files of /sys/devices/system/cpu/vulnerabilities, as Linux 6.12.117 of Debian writes them in a guest with its default options
/// (fleet.md 11.2). Other kernels word and decide otherwise.
/// </summary>
internal static class LinuxVulnerabilities
{
    private const string NotAffected = "Not affected";
    private const string Cleared = "Mitigation: Clear CPU buffers; SMT Host state unknown";
    private const string Attempted = "Vulnerable: Clear CPU buffers attempted, no microcode; SMT Host state unknown";
    private const string HostDecides = "Unknown: Dependent on hypervisor status";

    /// <summary>The line of kernels whose answers these are.</summary>
    public static Version Kernel { get; } = new(6, 12);

    /// <summary>Each file's text, by name; <see langword="null"/> for another kernel.</summary>
    public static IReadOnlyDictionary<string, string>? Of(MitigatedGuest guest, Version kernel)
    {
        if (kernel.Major != Kernel.Major || kernel.Minor != Kernel.Minor)
        {
            return null;
        }

        SpectreV2 spectre = SpectreV2.Of(guest);
        SortedDictionary<string, string> files = new(StringComparer.Ordinal)
        {
            ["gather_data_sampling"] = GatherDataSampling(guest),
            ["indirect_target_selection"] = guest.IsIntel && !guest.HasCapability("its-no") && !guest.Has("bhi-ctrl")
                ? "Mitigation: Aligned branch/return thunks" : NotAffected,
            ["itlb_multihit"] = ItlbMultihit(guest),
            ["l1tf"] = HasMeltdown(guest) && !guest.IsExempt("l1tf") ? "Mitigation: PTE Inversion" : NotAffected,
            ["mds"] = Mds(guest),
            ["meltdown"] = HasMeltdown(guest) ? "Mitigation: PTI" : NotAffected,
            ["mmio_stale_data"] = MmioStaleData(guest),
            ["reg_file_data_sampling"] = RegisterFileDataSampling(guest),
            ["retbleed"] = Retbleed(guest, spectre),
            ["spec_rstack_overflow"] = SpeculativeReturnStackOverflow(guest),
            ["spec_store_bypass"] = SpeculativeStoreBypass(guest),
            ["spectre_v1"] = "Mitigation: usercopy/swapgs barriers and __user pointer sanitization",
            ["spectre_v2"] = spectre.Text,
            ["srbds"] = SpecialRegisterDataSampling(guest),
            ["tsa"] = TransientSchedulerAttacks(guest),
            ["tsx_async_abort"] = TsxAsyncAbort(guest),
            ["vmscape"] = NotAffected,
        };
        if (guest.IsExempt("speculation"))
        {
            foreach (string file in files.Keys.ToArray())
            {
                files[file] = NotAffected;
            }
        }

        return files;
    }

    private static bool HasMeltdown(MitigatedGuest guest) => !guest.IsAmd && !guest.HasCapability("rdctl-no");

    private static string GatherDataSampling(MitigatedGuest guest) =>
        guest.IsIntel && guest.IsAffected("gds") && !guest.HasCapability("gds-no") && guest.Has("avx") ? HostDecides : NotAffected;

    private static string ItlbMultihit(MitigatedGuest guest) =>
        guest.IsAmd || guest.IsExempt("itlb") || guest.HasCapability("pschange-mc-no") ? NotAffected
        : guest.Has("vmx") ? "KVM: Mitigation: VMX disabled" : "KVM: Mitigation: VMX unsupported";

    private static string Mds(MitigatedGuest guest) =>
        guest.IsAmd || guest.IsExempt("mds") || guest.HasCapability("mds-no") ? NotAffected : guest.Has("md-clear") ? Cleared : Attempted;

    private static string TsxAsyncAbort(MitigatedGuest guest)
    {
        bool hasControl = guest.HasCapability("tsx-ctrl");
        return guest.HasCapability("taa-no") || (!guest.Has("rtm") && !hasControl) ? NotAffected
            : !guest.Has("rtm") ? "Mitigation: TSX disabled"
            : guest.Has("md-clear") && (!guest.HasCapability("mds-no") || hasControl) ? Cleared : Attempted;
    }

    private static bool HasMmio(MitigatedGuest guest) => guest.IsIntel && guest.IsAffected("mmio")
        && !(guest.HasCapability("sbdr-ssdp-no") && guest.HasCapability("fbsdp-no") && guest.HasCapability("psdp-no"));

    private static string MmioStaleData(MitigatedGuest guest)
    {
        if (guest.HasCapability("sbdr-ssdp-no") && guest.HasCapability("fbsdp-no") && guest.HasCapability("psdp-no"))
        {
            return NotAffected;
        }

        if (HasMmio(guest))
        {
            return guest.HasCapability("fb-clear") || (guest.Has("md-clear") && guest.Has("flush-l1d") && !guest.HasCapability("mds-no"))
                ? Cleared : Attempted;
        }

        return guest.IsAmd || guest.IsExempt("mmio") || (guest.IsZhaoxin && guest.Signature.Family == 7) ? NotAffected
            : "Unknown: No mitigations";
    }

    private static string RegisterFileDataSampling(MitigatedGuest guest) => guest.HasCapability("rfds-no") ? NotAffected
        : guest.HasCapability("rfds-clear") ? "Mitigation: Clear Register File"
        : guest.IsIntel && guest.IsAffected("rfds") ? "Vulnerable: No microcode" : NotAffected;

    private static string SpecialRegisterDataSampling(MitigatedGuest guest) =>
        !(guest.Has("rdrand") || guest.Has("rdseed")) || !guest.IsIntel || !(guest.IsAffected("srbds") || guest.IsAffected("sbds"))
            ? NotAffected
        : guest.HasCapability("mds-no") && !guest.Has("rtm") && !HasMmio(guest) ? "Mitigation: TSX disabled" : HostDecides;

    private static string SpeculativeStoreBypass(MitigatedGuest guest) =>
        guest.IsExempt("ssb") || (guest.Vendor == "AMD" && guest.Signature.Family is >= 0xf and <= 0x12) || guest.HasCapability("ssb-no")
            || guest.Has("amd-no-ssb") ? NotAffected
        : guest.Has("ssbd") || guest.Has("amd-ssbd") || guest.Has("virt-ssbd")
            ? "Mitigation: Speculative Store Bypass disabled via prctl" : "Vulnerable";

    private static string Retbleed(MitigatedGuest guest, SpectreV2 spectre)
    {
        if (!SpectreV2.HasRetbleed(guest))
        {
            return NotAffected;
        }

        if (guest.IsAmd)
        {
            return "Mitigation: untrained return thunk; SMT " + (!guest.HasThreads ? "disabled"
                : SpectreV2.HasStibp(guest) ? "enabled with STIBP protection" : "vulnerable");
        }

        return spectre.Mode switch
        {
            SpectreMode.Ibrs => "Mitigation: IBRS",
            SpectreMode.Enhanced => "Mitigation: Enhanced IBRS",
            _ => "Vulnerable",
        };
    }

    private static string SpeculativeReturnStackOverflow(MitigatedGuest guest) => guest.Has("srso-no") || !guest.IsAmd
        || !guest.IsAffected("srso") ? NotAffected
        : guest.Has("ibpb-brtype") && guest.Signature.Family < 0x19 && !guest.HasThreads ? "Mitigation: SMT disabled"
        : guest.Has("srso-user-kernel-no") ? guest.Has("ibpb-brtype") ? "Mitigation: IBPB on VMEXIT only" : "Vulnerable: No microcode"
        : guest.Has("ibpb-brtype") ? "Mitigation: Safe RET" : "Vulnerable: Safe RET, no microcode";

    // The kernel wants a third bit besides tsa-sq-no and tsa-l1-no, for which libvirt has no name.
    private static string TransientSchedulerAttacks(MitigatedGuest guest) => !guest.IsAmd || !guest.IsAffected("tsa") ? NotAffected
        : guest.Has("verw-clear") ? "Mitigation: Clear CPU buffers" : "Vulnerable: Clear CPU buffers attempted, no microcode";
}
