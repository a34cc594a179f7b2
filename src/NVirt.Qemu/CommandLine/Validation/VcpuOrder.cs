using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Validation;

/// <summary>
/// The order of individual virtual CPUs. QEMU creates those that cannot be unplugged first, by number; the others are plugged
/// in later. Stricter than libvirt in one case (hypervisor-rules.md 4.2).
/// </summary>
internal static class VcpuOrder
{
    public static void Check(QemuGuest guest, DomainVcpus vcpus)
    {
        if (vcpus.List.IsEmpty)
        {
            return;
        }

        DomainVcpu[] all = All(vcpus);
        bool hasOrder = all[0].Order is not null;
        for (int i = 1; i < all.Length; i++)
        {
            if (Problem(all[i - 1], all[i], hasOrder) is { } problem)
            {
                throw guest.Refuse("vcpus", Text.Of(problem, all[i].Id));
            }
        }
    }

    private static string? Problem(DomainVcpu before, DomainVcpu vcpu, bool hasOrder) => vcpu switch
    {
        { IsEnabled: true } when vcpu.Order is not null != hasOrder => Messages.Args_VcpuOrderOfAll,
        { IsHotpluggable: true } => null,
        _ when before.IsHotpluggable => Messages.Args_VcpuHotpluggableLast,
        _ when (before.Order ?? 0) > (vcpu.Order ?? 0) => Messages.Args_VcpuOrderAscending,
        _ => null,
    };

    // By number; unlisted ones are not present yet.
    private static DomainVcpu[] All(DomainVcpus vcpus)
    {
        Dictionary<uint, DomainVcpu> listed = vcpus.List.ToDictionary(v => v.Id);
        return
        [
            .. Enumerable.Range(0, (int)vcpus.Maximum).Select(i => listed.GetValueOrDefault(
                (uint)i, new DomainVcpu((uint)i, IsEnabled: false, IsHotpluggable: true, Order: null))),
        ];
    }
}
