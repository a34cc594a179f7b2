namespace NVirt.Domains.Documents;

/// <summary>The order in which libvirt writes the elements of a domain.</summary>
internal static class DomainOrder
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "name", "uuid", "genid", "title", "description", "metadata", "maxMemory", "memory", "currentMemory", "blkiotune", "memtune",
        "memoryBacking", "vcpu", "vcpus", "iothreads", "iothreadids", "defaultiothread", "cputune", "numatune", "resource", "sysinfo",
        "bootloader", "bootloader_args", "os", "idmap", "features", "cpu", "clock", "on_poweroff", "on_reboot", "on_crash",
            "on_lockfailure",
        "pm", "perf", "devices", "seclabel", "keywrap", "launchSecurity",
    ];
}
