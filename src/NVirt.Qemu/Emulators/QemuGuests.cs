using System.Collections.Concurrent;
using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Capabilities.Hosts;
using NVirt.Qemu.Cache;
using NVirt.Qemu.Capabilities;
using NVirt.Xml;

namespace NVirt.Qemu.Emulators;

/// <summary>The guests that emulators can run, for host capabilities.</summary>
/// <param name="Guests">An entry for each emulator that answered, in order.</param>
/// <param name="Problems">Why the others did not: a line for each binary.</param>
/// <remarks>Immutable. Two are equal only if they share their lists; compare the elements where the contents matter.</remarks>
public sealed record QemuGuests(ImmutableArray<GuestCapabilities> Guests, ImmutableArray<string> Problems)
{
    // libvirt shows TCG first.
    private static readonly QemuAccelerator[] Order = [QemuAccelerator.Tcg, QemuAccelerator.Kvm, QemuAccelerator.Hvf];

    /// <summary>Queries the emulators, several at a time.</summary>
    /// <param name="emulators">The emulators, from <see cref="QemuEmulator.FindAll()"/>.</param>
    /// <param name="cache">Their earlier answers.</param>
    /// <param name="cancellation">Cancels asking.</param>
    /// <returns>The guests. A broken binary is listed as a problem and does not make this fail.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public static async Task<QemuGuests> ReadAsync(
        IReadOnlyList<QemuEmulator> emulators, QemuCache cache, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(emulators);
        ArgumentNullException.ThrowIfNull(cache);
        ConcurrentDictionary<string, QemuCapabilities> binaries = new(StringComparer.Ordinal);
        ConcurrentDictionary<string, string> problems = new(StringComparer.Ordinal);
        await Parallel.ForEachAsync(emulators.Select(e => e.Path).Distinct(), cancellation, async (path, token) =>
        {
            try
            {
                binaries[path] = await cache.GetAsync(path, cancellation: token);
            }
            catch (Exception e) when (e is QemuException or CpuException)
            {
                problems[path] = e.Message;
            }
        });

        List<GuestCapabilities> guests = [];
        foreach (QemuEmulator emulator in emulators)
        {
            if (!binaries.TryGetValue(emulator.Path, out QemuCapabilities? binary))
            {
                continue;
            }

            if (QemuArchitectures.Runs(binary.Arch, emulator.Guest))
            {
                guests.Add(Of(emulator, binary));
            }
            else
            {
                problems[emulator.Path] = Text.Of(Messages.Guests_OtherArch, emulator.Path, binary.Arch.ToName(), emulator.Guest.ToName());
            }
        }

        return new QemuGuests([.. guests], [.. problems.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value)]);
    }

    /// <summary>The guests of one architecture.</summary>
    internal static GuestCapabilities Of(QemuEmulator emulator, QemuCapabilities binary) => new(emulator.Guest)
    {
        Emulator = emulator.Path,
        Machines = [.. PreferredFirst(binary.Slots[0], emulator.Guest).SelectMany(Names)],
        DomainTypes = [.. Order.Where(a => binary.Slot(a) is not null).Select(a => a.ToDomainType())],
        Features = [.. Features(emulator.Guest)],
    };

    private static IEnumerable<QemuMachine> PreferredFirst(QemuSlot slot, CpuArchitecture guest)
    {
        QemuMachine? preferred = slot.PreferredMachine(guest);
        return slot.Machines.OrderBy(m => m != preferred);
    }

    // An alias comes after what it stands for.
    private static IEnumerable<GuestMachine> Names(QemuMachine machine)
    {
        GuestMachine named =
            new(machine.Name) { MaxCpus = machine.MaxCpus > 0 ? machine.MaxCpus : null, IsDeprecated = machine.IsDeprecated };
        return machine.Alias is null ? [named] : [named, named with { Name = machine.Alias, Canonical = machine.Name }];
    }

    // In libvirt's order. All of QEMU's CPUs can be chosen.
    private static IEnumerable<GuestFeature> Features(CpuArchitecture guest) =>
    [
        .. guest == CpuArchitecture.I686 ? (GuestFeature[])[new("pae"), new("nonpae")] : [],
        .. guest.IsX86() || guest == CpuArchitecture.Aarch64 ? (GuestFeature[])[new("acpi", Default: true, CanToggle: true)] : [],
        .. guest.IsX86() ? (GuestFeature[])[new("apic", Default: true, CanToggle: false)] : [],
        new("cpuselection"),
        new("deviceboot"),
        new("disksnapshot", Default: true, CanToggle: false),
    ];
}
