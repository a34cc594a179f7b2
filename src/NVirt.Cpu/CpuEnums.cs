namespace NVirt.Cpu;

/// <summary>What a definition describes.</summary>
public enum CpuType
{
    /// <summary>What a domain asks for.</summary>
    Guest,
    /// <summary>What a machine offers.</summary>
    Host,
}

/// <summary>How a guest's CPU is chosen (<c>cpu/@mode</c>).</summary>
public enum CpuMode
{
    /// <summary>A named model and features.</summary>
    Custom,
    /// <summary>The model nearest to the host, determined at start.</summary>
    HostModel,
    /// <summary>The host's CPU itself.</summary>
    HostPassthrough,
    /// <summary>Everything the hypervisor can provide.</summary>
    Maximum,
}

/// <summary>How the host's CPU may differ from what a guest asks for (<c>cpu/@match</c>).</summary>
public enum CpuMatch
{
    /// <summary>The guest gets exactly what it names; the host may offer more.</summary>
    Exact,
    /// <summary>The guest gets what it names and everything else the host has.</summary>
    Minimum,
    /// <summary>The host may not offer more than the guest names.</summary>
    Strict,
}

/// <summary>How a hypervisor's real CPU is checked against the definition (<c>cpu/@check</c>).</summary>
public enum CpuCheck
{
    /// <summary>Not given.</summary>
    Default,
    /// <summary>Nothing is checked.</summary>
    None,
    /// <summary>Checked before the start.</summary>
    Partial,
    /// <summary>Checked after the start, against what the guest actually got.</summary>
    Full,
}

/// <summary>Whether another model may replace one that the hypervisor lacks (<c>model/@fallback</c>).</summary>
public enum CpuFallback
{
    /// <summary>The nearest allowed model may be used.</summary>
    Allow,
    /// <summary>A model that is not available is an error.</summary>
    Forbid,
}

/// <summary>What a guest wants of one feature (<c>feature/@policy</c>), in libvirt's order; <see cref="CpuWords"/> has the words.</summary>
public enum CpuPolicy
{
    /// <summary>The guest sees it, whatever the host has.</summary>
    Force,
    /// <summary>The guest needs it.</summary>
    Require,
    /// <summary>The guest gets it where the host has it.</summary>
    Optional,
    /// <summary>The guest must not see it.</summary>
    Disable,
    /// <summary>The host must not have it.</summary>
    Forbid,
}

/// <summary>The outcome of a comparison. The default is identical; the order is that of libvirt's list and is not a ranking.</summary>
public enum CpuVerdict
{
    /// <summary>Host and guest offer the same.</summary>
    Identical,
    /// <summary>The host offers more than the guest needs.</summary>
    Superset,
    /// <summary>The guest cannot run on the host.</summary>
    Incompatible,
    /// <summary>The comparison could not be made.</summary>
    Error,
}

/// <summary>What an update does with features that a model once had and no longer has (cpu-rules.md 3.2).</summary>
public enum CpuRemovalPolicy
{
    /// <summary>A fresh start: such a feature is disabled.</summary>
    Disable,
    /// <summary>A guest that is already running: such a feature was still part of the model.</summary>
    Require,
}
