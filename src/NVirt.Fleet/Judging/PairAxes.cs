using System.Collections.Concurrent;
using NVirt.Cpu.Axes;
using NVirt.Fleet.Axes;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Judging;

/// <summary>The one place where the fleet asks the rules of axes (fleet-rules.md 8).</summary>
internal static class PairAxes
{
    // Forms of platforms whose guests QEMU runs.
    private static readonly string[] QemuForms =
        ["qemu", "proxmox", "kube", "nova", "incus", "ovirt", "vdsm", "opennebula", "cloudstack", "qmp"];

    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);

    /// <summary>What all rules say of a pair.</summary>
    public static AxisVerdict Of(GuestClass guest, CpuStatement target, FleetOptions options) =>
        AxisJudgement.Judge(guest.Judged, guest.From?.Judged, target, new AxisContext
        {
            Hypervisor = (options.IsQemu ?? IsQemu(guest.Judged)) ? AxisHypervisor.Qemu
                : options.IsQemu == false ? AxisHypervisor.Other : AxisHypervisor.Unnamed,
            MixedVendors = options.AllowsMixedVendors,
        });

    // Whether QEMU runs such guests, as far as their form tells.
    private static bool IsQemu(CpuStatement guest) =>
        Known.GetOrAdd(guest.Form, static form => Array.Exists(QemuForms, f => form.StartsWith(f, StringComparison.Ordinal)));
}
