namespace NVirt.Xen;

/// <summary>The two forms of <c>cpuid</c> in xl.cfg.</summary>
public enum XenSyntax
{
    /// <summary>Bits: <c>["1:ecx=xxxx...0"]</c>. Accepts every feature that CPUID reports; optional features get Xen's default.</summary>
    List,

    /// <summary>Names: <c>"host,sse3=0"</c>. libvirt's form; accepts what libxl has a name for.</summary>
    String,
}
