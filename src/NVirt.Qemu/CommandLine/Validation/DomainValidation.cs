namespace NVirt.Qemu.CommandLine;

/// <summary>Refuses what a QEMU can not do, when a domain is defined (hypervisors.md 4.2).</summary>
internal static class DomainValidation
{
    public static void Check(QemuGuest guest)
    {
        FeatureValidation.Check(guest);
        TimerValidation.Check(guest);
        VcpuValidation.Check(guest);
        CpuValidation.Check(guest);
        AcceptanceValidation.Check(guest);
    }
}
