using System.Text;

namespace NVirt.Fleet.Mitigations;

/// <summary>How Linux guards indirect branches.</summary>
internal enum SpectreMode
{
    None,
    Retpolines,
    Ibrs,
    Enhanced,
}

/// <summary>The decision about Spectre variant 2, on which that about Retbleed depends (fleet-rules.md 11.2).</summary>
/// <param name="Mode">The guard.</param>
/// <param name="Text">The text of the file.</param>
internal sealed record SpectreV2(SpectreMode Mode, string Text)
{
    public static SpectreV2 Of(MitigatedGuest guest)
    {
        if (guest.IsZhaoxin && guest.Signature.Family == 7)
        {
            return new SpectreV2(SpectreMode.None, "Not affected");
        }

        bool hasIbrs = guest.Has("spec-ctrl") || guest.Has("ibrs");
        SpectreMode mode = guest.HasCapability("ibrs-all") || guest.Has("auto-ibrs") ? SpectreMode.Enhanced
            : guest.IsIntel && HasRetbleed(guest) && hasIbrs ? SpectreMode.Ibrs : SpectreMode.Retpolines;
        StringBuilder text = new(mode switch
        {
            SpectreMode.Enhanced => "Mitigation: Enhanced / Automatic IBRS",
            SpectreMode.Ibrs => "Mitigation: IBRS",
            _ => "Mitigation: Retpolines",
        });
        bool hasIbpb = guest.Has("spec-ctrl") || guest.Has("ibpb");
        text.Append(hasIbpb ? "; IBPB: conditional" : string.Empty);
        if (hasIbrs && mode == SpectreMode.Retpolines && !(guest.IsAmd && HasRetbleed(guest) && hasIbpb))
        {
            text.Append("; IBRS_FW");
        }

        text.Append(Stibp(guest, mode));
        text.Append(mode == SpectreMode.Enhanced ? string.Empty : "; RSB filling");
        text.Append(mode == SpectreMode.Enhanced && guest.HasCapability("ibrs-all") && !IsExemptFromPbrsb(guest)
            && !guest.HasCapability("pbrsb-no")
            ? "; PBRSB-eIBRS: SW sequence" : "; PBRSB-eIBRS: Not affected");
        text.Append("; BHI: ").Append(BranchHistory(guest, mode));
        return new SpectreV2(mode, text.ToString());
    }

    public static bool HasRetbleed(MitigatedGuest guest) => !guest.Has("btc-no")
        && (guest.IsAffected("retbleed") || guest.HasCapability("rsba"));

    public static bool HasStibp(MitigatedGuest guest) => guest.Has("stibp") || guest.Has("amd-stibp");

    // With enhanced IBRS of Intel, nothing is said of it.
    private static string Stibp(MitigatedGuest guest, SpectreMode mode) => mode == SpectreMode.Enhanced && guest.HasCapability("ibrs-all")
        ? string.Empty
        : !guest.HasThreads || !HasStibp(guest) ? "; STIBP: disabled"
        : guest.Has("stibp-always-on") || (guest.IsAmd && HasRetbleed(guest)) ? "; STIBP: always-on" : "; STIBP: conditional";

    private static bool IsExemptFromPbrsb(MitigatedGuest guest) => guest.IsExempt("pbrsb")
        || (guest.IsAmd && guest.Signature.Family > 0x12);

    private static string BranchHistory(MitigatedGuest guest, SpectreMode mode) =>
        guest.IsAmd || guest.IsZhaoxin || guest.HasCapability("bhi-no") ? "Not affected"
        : mode == SpectreMode.Retpolines && (!guest.HasCapability("rrsba") || guest.Has("rrsba-ctrl")) ? "Retpoline"
        : guest.Has("bhi-ctrl") ? "BHI_DIS_S" : "SW loop, KVM: SW loop";
}
