namespace NVirt.Fleet.Mitigations;

/// <summary>
/// The files of /sys/devices/system/cpu/vulnerabilities, as Linux 6.12.117 and 6.1.192 of Debian write them in a guest with their default
/// options (fleet-rules.md 11.2). Other kernels word and decide otherwise.
/// </summary>
internal static class LinuxVulnerabilities
{
    private const string NotAffected = "Not affected";
    private const string Cleared = "Mitigation: Clear CPU buffers; SMT Host state unknown";
    private const string Attempted = "Vulnerable: Clear CPU buffers attempted, no microcode; SMT Host state unknown";
    private const string StoresOrdered = "Mitigation: Speculative Store Bypass disabled via prctl";
    private const string HostDecides = "Unknown: Dependent on hypervisor status";

    /// <summary>The newest line of kernels whose answers are known.</summary>
    public static Version Newest { get; } = new(6, 12);

    /// <summary>The lines of kernels whose answers are known, the newest first.</summary>
    public static IReadOnlyList<Version> Kernels { get; } = [Newest, new(6, 1)];

    private static readonly SortedDictionary<string, Func<MitigatedGuest, string>> Decisions = new(StringComparer.Ordinal)
    {
        ["gather_data_sampling"] = GatherDataSampling,
        ["indirect_target_selection"] = g => g.IsIntel && !g.HasCapability("its-no") && !g.Has("bhi-ctrl")
            ? "Mitigation: Aligned branch/return thunks" : NotAffected,
        ["itlb_multihit"] = ItlbMultihit,
        ["l1tf"] = g => HasMeltdown(g) && !g.IsExempt("l1tf") ? "Mitigation: PTE Inversion" : NotAffected,
        ["mds"] = Mds,
        ["meltdown"] = g => HasMeltdown(g) ? "Mitigation: PTI" : NotAffected,
        ["mmio_stale_data"] = MmioStaleData,
        ["reg_file_data_sampling"] = RegisterFileDataSampling,
        ["retbleed"] = Retbleed,
        ["spec_rstack_overflow"] = SpeculativeReturnStackOverflow,
        ["spec_store_bypass"] = SpeculativeStoreBypass,
        ["spectre_v1"] = _ => "Mitigation: usercopy/swapgs barriers and __user pointer sanitization",
        ["spectre_v2"] = g => SpectreV2.Of(g).Text,
        ["srbds"] = SpecialRegisterDataSampling,
        ["tsa"] = TransientSchedulerAttacks,
        ["tsx_async_abort"] = TsxAsyncAbort,
        ["vmscape"] = _ => NotAffected,
    };

    /// <summary>The names of the files, in their order.</summary>
    public static IEnumerable<string> Files => Decisions.Keys;

    /// <summary>Each file's text, by name; <see langword="null"/> for another kernel.</summary>
    public static IReadOnlyDictionary<string, string>? Of(MitigatedGuest guest, Version kernel)
    {
        if (Kernels.FirstOrDefault(k => k.Major == kernel.Major && k.Minor == kernel.Minor) is not { } line)
        {
            return null;
        }

        MitigatedGuest known = guest with { Kernel = line };
        return Files.ToDictionary(f => f, f => Of(known, f), StringComparer.Ordinal);
    }

    /// <summary>The text of one file, by the guest's kernel.</summary>
    public static string Of(MitigatedGuest guest, string file) => guest.IsExempt("speculation") ? NotAffected : Decisions[file](guest);

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
        : HasLsCfg(guest) || guest.Has("ssbd") || guest.Has("amd-ssbd") || guest.Has("virt-ssbd") ? StoresOrdered : "Vulnerable";

    // The kernel takes the register of these families for granted.
    private static bool HasLsCfg(MitigatedGuest guest) => guest.IsEmulated && guest.IsAmd && guest.Signature.Family is >= 0x15 and <= 0x18;

    private static string Retbleed(MitigatedGuest guest)
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

        return SpectreV2.Of(guest).Mode switch
        {
            SpectreMode.Ibrs => "Mitigation: IBRS",
            SpectreMode.Enhanced => "Mitigation: Enhanced IBRS",
            _ => "Vulnerable",
        };
    }

    private static string SpeculativeReturnStackOverflow(MitigatedGuest guest) => guest.Has("srso-no") || !guest.IsAmd
        || !guest.IsAffected("srso") ? NotAffected
        : guest.Kernel == Newest ? SafeReturns(guest) : EarlySafeReturns(guest);

    private static string SafeReturns(MitigatedGuest guest) =>
        guest.Has("ibpb-brtype") && guest.Signature.Family < 0x19 && !guest.HasThreads ? "Mitigation: SMT disabled"
        : guest.Has("srso-user-kernel-no") ? guest.Has("ibpb-brtype") ? "Mitigation: IBPB on VMEXIT only" : "Vulnerable: No microcode"
        : guest.Has("ibpb-brtype") ? "Mitigation: Safe RET" : "Vulnerable: Safe RET, no microcode";

    // 6.1 looks for no feature: it concludes from IBPB on Zen 1 and 2, and tries a register on Zen 3 and 4.
    private static string EarlySafeReturns(MitigatedGuest guest)
    {
        bool hasMicrocode = guest.Signature.Family switch
        {
            0x17 => guest.Has("ibpb"),
            0x19 => guest.IsEmulated || guest.Has("sbpb"),
            _ => false,
        };
        return hasMicrocode && guest.Signature.Family < 0x19 && !guest.HasThreads ? "Mitigation: SMT disabled"
            : hasMicrocode ? "Mitigation: safe RET" : "Mitigation: safe RET, no microcode";
    }

    // The kernel wants a third bit besides tsa-sq-no and tsa-l1-no, for which libvirt has no name.
    private static string TransientSchedulerAttacks(MitigatedGuest guest) => !guest.IsAmd || !guest.IsAffected("tsa") ? NotAffected
        : guest.Has("verw-clear") ? "Mitigation: Clear CPU buffers" : "Vulnerable: Clear CPU buffers attempted, no microcode";
}
