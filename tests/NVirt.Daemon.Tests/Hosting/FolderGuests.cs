namespace NVirt.Daemon.Tests.Hosting;

/// <summary>Small guests of a daemon's folder, and the processes that they are.</summary>
internal sealed class FolderGuests(TempFolder folder)
{
    /// <summary>Writes a guest's document, and gives its path.</summary>
    public string Write(string name) => folder.Write($"{name}.xml", $"""
        <domain type='qemu'><name>{name}</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os></domain>
        """);

    /// <summary>The processes of a guest.</summary>
    public string[] ProcessesOf(string name) => Virsh
        .Run("pgrep", "-f", $"^/usr/bin/qemu-system-x86_64 -name guest={name},.*{folder.Root}/").Said
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
