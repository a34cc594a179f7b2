namespace NVirt.VMware;

/// <summary>The two forms in which a <c>.vmx</c> file controls what a guest sees of the host's CPU.</summary>
public enum VmxSyntax
{
    /// <summary>
    /// Masks of registers: <c>cpuid.1.ecx = "----:..."</c>. For all hardware versions; covers every bit of a leaf's first sub-leaf.
    /// </summary>
    Masks,

    /// <summary>Features by VMware's names: <c>featMask.vm.cpuid.AES = "Val:0"</c>. Preferred from hardware version 9.</summary>
    Features,
}
