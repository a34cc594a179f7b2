using System.Collections.Immutable;
using NVirt.Domains.Documents.Devices;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Devices;

/// <summary>
/// The boot order: as the devices say, or by the kinds in <c>os/boot</c>, the first device of each. Without either, the first disk.
/// </summary>
internal sealed class BootTurns
{
    private readonly Dictionary<DomainDevice, uint> _turns = new(ReferenceEqualityComparer.Instance);

    public BootTurns(GuestDevices devices)
    {
        ImmutableArray<string> kinds = devices.Guest.Domain.Os.BootDevices;
        DomainDevice? ordered = devices.All.FirstOrDefault(d => d.BootOrder is not null);
        if (ordered is null)
        {
            TakeKinds(devices.All, kinds.IsEmpty ? ["hd"] : kinds);
            return;
        }

        if (!kinds.IsEmpty)
        {
            devices.Report(devices.Refuse(ordered, Messages.Args_BootBoth));
        }

        foreach (DomainDevice device in devices.All.Where(d => d.BootOrder is not null))
        {
            TakeOrder(devices, device);
        }
    }

    public uint? Of(DomainDevice device) => _turns.TryGetValue(device, out uint turn) ? turn : null;

    private void TakeOrder(GuestDevices devices, DomainDevice device)
    {
        if (device is not (DiskDevice or InterfaceDevice))
        {
            devices.WarnIf(true, device, "boot order");
            return;
        }

        if (_turns.ContainsValue(device.BootOrder!.Value))
        {
            devices.Report(devices.Refuse(device, Text.Of(Messages.Args_BootTwice, device.BootOrder)));
        }

        _turns[device] = device.BootOrder.Value;
    }

    private void TakeKinds(IReadOnlyList<DomainDevice> devices, ImmutableArray<string> kinds)
    {
        uint turn = 0;
        foreach (string kind in kinds.Distinct())
        {
            turn++;
            DomainDevice? first = devices.FirstOrDefault(d => d switch
            {
                DiskDevice disk => disk.Device == kind switch { "hd" => "disk", "fd" => "floppy", _ => kind },
                InterfaceDevice => kind == "network",
                _ => false,
            });
            if (first is not null)
            {
                _turns[first] = turn;
            }
        }
    }
}
