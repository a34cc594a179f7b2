using NVirt.Fleet.Inventories;

namespace NVirt.Fleet.Plans;

/// <summary>The steps of a plan as commands of platforms, for a shell; names are quoted where they must be.</summary>
public static class PlanWords
{
    /// <summary>Platforms whose commands are known; the first is that of guests whose form tells nothing else.</summary>
    public static IReadOnlyList<string> Platforms { get; } = ["libvirt", "proxmox", "kubevirt", "xen"];

    /// <summary>The platform of a guest, by the form that its CPU is written in.</summary>
    public static string PlatformOf(FleetGuest? guest) => (guest?.Details.Request ?? guest?.Details.Live)?.Form switch
    {
        { } form when form.StartsWith("proxmox", StringComparison.Ordinal) => "proxmox",
        { } form when form.StartsWith("kube", StringComparison.Ordinal) => "kubevirt",
        { } form when form.StartsWith('x') => "xen",
        _ => Platforms[0],
    };

    /// <summary>Moves a guest while it runs.</summary>
    public static string Move(string platform, string guest, string host) => platform switch
    {
        "proxmox" => $"qm migrate --online {Words(guest, host)}",
        "kubevirt" => $"virtctl migrate --addedNodeSelector kubernetes.io/hostname={Quote(host)} {Words(guest)}",
        "xen" => $"xl migrate {Words(guest, host)}",
        _ => $"virsh migrate --live --persistent {Words(guest, $"qemu+ssh://{host}/system")}",
    };

    /// <summary>Stops a guest whole and starts it: a reboot inside it does not read its CPU anew.</summary>
    public static string PowerCycle(string platform, string guest) => platform switch
    {
        "proxmox" => $"qm shutdown {Words(guest)} && qm start {Words(guest)}",
        "kubevirt" => $"virtctl stop {Words(guest)} && virtctl start {Words(guest)}",
        "xen" => $"xl shutdown -w {Words(guest)} && xl create {Quote($"/etc/xen/{guest}.cfg")}",
        _ => $"virsh shutdown {Words(guest)} && virsh start {Words(guest)}",
    };

    // What looks like an option stands behind the end of options.
    private static string Words(params string[] names) =>
        (names.Any(n => n.StartsWith('-')) ? "-- " : string.Empty) + string.Join(' ', names.Select(Quote));

    // Names come from documents, and a shell must take them as they are.
    private static string Quote(string word) => word.Length > 0 && word[0] != '-'
        && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or ':' or '/' or '+' or '@')
        ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
