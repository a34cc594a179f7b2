using System.Collections.Immutable;

namespace NVirt.Domains.Documents;

/// <summary>Which enlightenments a guest gets.</summary>
public enum HyperVMode
{
    /// <summary>Those that are on.</summary>
    Custom,
    /// <summary>All that the host has; the individual switches do not count.</summary>
    Passthrough,
}

/// <summary>A Hyper-V enlightenment, in the order of hypervisor-rules.md 4.4.</summary>
public enum HyperVFeature
{
    /// <summary><c>relaxed</c></summary>
    Relaxed,
    /// <summary><c>vapic</c></summary>
    Vapic,
    /// <summary><c>spinlocks</c></summary>
    Spinlocks,
    /// <summary><c>vpindex</c></summary>
    VpIndex,
    /// <summary><c>runtime</c></summary>
    Runtime,
    /// <summary><c>synic</c></summary>
    Synic,
    /// <summary><c>stimer</c></summary>
    Stimer,
    /// <summary><c>reset</c></summary>
    Reset,
    /// <summary><c>vendor_id</c></summary>
    VendorId,
    /// <summary><c>frequencies</c></summary>
    Frequencies,
    /// <summary><c>reenlightenment</c></summary>
    Reenlightenment,
    /// <summary><c>tlbflush</c></summary>
    TlbFlush,
    /// <summary><c>ipi</c></summary>
    Ipi,
    /// <summary><c>evmcs</c></summary>
    Evmcs,
    /// <summary><c>avic</c></summary>
    Avic,
    /// <summary><c>emsr_bitmap</c></summary>
    EmsrBitmap,
    /// <summary><c>xmm_input</c></summary>
    XmmInput,
}

/// <summary>Hyper-V enlightenments (<c>features/hyperv</c>).</summary>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record HyperVFeatures
{
    /// <summary>The names in documents, by <see cref="HyperVFeature"/>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "relaxed", "vapic", "spinlocks", "vpindex", "runtime", "synic", "stimer", "reset", "vendor_id", "frequencies", "reenlightenment",
        "tlbflush", "ipi", "evmcs", "avic", "emsr_bitmap", "xmm_input",
    ];

    /// <summary>Which enlightenments a guest gets.</summary>
    public HyperVMode Mode { get; init; }

    /// <summary>What the document says of each, whatever the mode.</summary>
    public ImmutableDictionary<HyperVFeature, bool> States { get; init; } = ImmutableDictionary<HyperVFeature, bool>.Empty;

    /// <summary>How often a guest retries before it yields, at least 4095; 0 unless spinlocks are on.</summary>
    public uint SpinlockRetries { get; init; }

    /// <summary>The guest's hypervisor vendor, at most 12 characters; <see langword="null"/> unless vendor_id is on.</summary>
    public string? VendorId { get; init; }

    /// <summary>Direct synthetic timers; <see langword="null"/> if not given, or stimer is not on.</summary>
    public bool? StimerDirect { get; init; }

    /// <summary>Direct flushes for nested guests; <see langword="null"/> if not given, or tlbflush is not on.</summary>
    public bool? TlbFlushDirect { get; init; }

    /// <summary>Extended flushes; <see langword="null"/> if not given, or tlbflush is not on.</summary>
    public bool? TlbFlushExtended { get; init; }

    /// <summary>Whether an enlightenment is on in the document, whatever the mode.</summary>
    public bool IsOn(HyperVFeature feature) => States.GetValueOrDefault(feature);
}
