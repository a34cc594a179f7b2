namespace NVirt.Xen;

/// <summary>How Xen runs a guest: <c>type</c> in xl.cfg, <c>os/type</c> in a domain.</summary>
public enum XenGuestType
{
    /// <summary>With hardware virtualization and an emulated machine (<c>hvm</c>).</summary>
    Hvm,

    /// <summary>With hardware virtualization and without an emulated machine (<c>pvh</c>; in a domain <c>xenpvh</c>).</summary>
    Pvh,

    /// <summary>Paravirtualized (<c>pv</c>; in a domain <c>xen</c> or <c>linux</c>).</summary>
    Pv,
}
