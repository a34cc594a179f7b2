namespace NVirt.Cpu;

/// <summary>Facts about the classes of errors.</summary>
public static class CpuErrorKinds
{
    /// <summary>
    /// libvirt's class: an unknown name is <see cref="CpuErrorKind.Internal"/> there; other kinds are returned unchanged.
    /// </summary>
    public static CpuErrorKind ToLibvirt(this CpuErrorKind kind) => kind == CpuErrorKind.UnknownName ? CpuErrorKind.Internal : kind;
}
