namespace NVirt.Qemu.Capabilities;

/// <summary>What executes a guest's instructions; the best first.</summary>
public enum QemuAccelerator
{
    /// <summary>Linux's KVM.</summary>
    Kvm,

    /// <summary>macOS's Hypervisor framework.</summary>
    Hvf,

    /// <summary>QEMU itself, by translation.</summary>
    Tcg,
}

/// <summary>Names of accelerators.</summary>
public static class QemuAccelerators
{
    /// <summary>All of them, the best first.</summary>
    public static IReadOnlyList<QemuAccelerator> All { get; } = Enum.GetValues<QemuAccelerator>();

    /// <summary>The domain types of accelerators, by <see cref="QemuAccelerator"/>.</summary>
    public static IReadOnlyList<string> DomainTypes { get; } = ["kvm", "hvf", "qemu"];

    /// <summary>QEMU's name: <c>kvm</c>, <c>hvf</c> or <c>tcg</c>.</summary>
    public static string ToName(this QemuAccelerator accelerator) => accelerator switch
    {
        QemuAccelerator.Kvm => "kvm",
        QemuAccelerator.Hvf => "hvf",
        _ => "tcg",
    };

    /// <summary>The type of a domain that uses it: <c>kvm</c>, <c>hvf</c> or <c>qemu</c>.</summary>
    public static string ToDomainType(this QemuAccelerator accelerator) => DomainTypes[(int)accelerator];

    /// <summary>The accelerator of a domain type.</summary>
    /// <returns>Whether the type belongs to QEMU.</returns>
    public static bool TryParseDomainType(string? type, out QemuAccelerator accelerator)
    {
        int place = type switch
        {
            "kvm" => 0,
            "hvf" => 1,
            "qemu" => 2,
            _ => -1,
        };
        accelerator = (QemuAccelerator)Math.Max(place, 0);
        return place >= 0;
    }
}
