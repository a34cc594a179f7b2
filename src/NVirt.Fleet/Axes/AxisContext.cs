namespace NVirt.Fleet.Axes;

/// <summary>Which hypervisor is named.</summary>
public enum AxisHypervisor
{
    /// <summary>None: what only a certain one does is then not judged.</summary>
    Unnamed,
    /// <summary>QEMU.</summary>
    Qemu,
    /// <summary>Another one.</summary>
    Other,
}

/// <summary>What moves.</summary>
public enum AxisConsumer
{
    /// <summary>A guest of a hypervisor.</summary>
    Guest,
    /// <summary>A process that CRIU saves and restores.</summary>
    Criu,
    /// <summary>A sandbox that gVisor saves and restores.</summary>
    Gvisor,
}

/// <summary>What is known besides guest and hosts. Immutable; the default names no hypervisor.</summary>
public sealed record AxisContext
{
    /// <summary>The hypervisor: QEMU's defaults count only where it is named.</summary>
    public AxisHypervisor Hypervisor { get; init; }

    /// <summary>What moves.</summary>
    public AxisConsumer Consumer { get; init; }

    /// <summary>Whether processors of several vendors are wanted, so that another vendor is only risky.</summary>
    public bool MixedVendors { get; init; }
}
