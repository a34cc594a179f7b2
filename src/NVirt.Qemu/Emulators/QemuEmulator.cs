using NVirt.Cpu;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Probing;

namespace NVirt.Qemu.Emulators;

/// <summary>The binary that runs guests of an architecture on this machine.</summary>
/// <param name="Guest">The architecture of the guests.</param>
/// <param name="Path">The binary.</param>
public sealed record QemuEmulator(CpuArchitecture Guest, string Path)
{
    // Red Hat's only binary, which is not in PATH.
    private const string RedHat = "/usr/libexec/qemu-kvm";

    /// <summary>
    /// The emulators in PATH, by architecture. As in libvirt, guests that this machine runs natively can use the binary for the
    /// machine's own architecture.
    /// </summary>
    public static IReadOnlyList<QemuEmulator> FindAll() => FindAll(CpuArchitectures.Host, QemuBinary.InPath, RedHat);

    /// <summary>The same for another machine.</summary>
    /// <param name="host">Its architecture.</param>
    /// <param name="find">Gives the path of a binary by its name, or <see langword="null"/>.</param>
    /// <param name="native">A binary for the machine's own guests if there is no other.</param>
    internal static IReadOnlyList<QemuEmulator> FindAll(CpuArchitecture host, Func<string, string?> find, string native)
    {
        List<QemuEmulator> emulators = [];

        // qemu-system-arm runs no big-endian guests.
        foreach (CpuArchitecture guest in CpuArchitectures.All.Where(a => a != CpuArchitecture.Armv7b))
        {
            bool isNative = QemuArchitectures.IsNative(host, guest);
            CpuArchitecture substitute = guest == CpuArchitecture.Ppc64le ? CpuArchitecture.Ppc64 : isNative ? host : guest;
            string? path = find(QemuArchitectures.BinaryName(guest)) ?? find(QemuArchitectures.BinaryName(substitute))
                ?? (isNative && QemuBinary.IsExecutable(native) ? native : null);
            if (path is not null)
            {
                emulators.Add(new QemuEmulator(guest, path));
            }
        }

        return emulators;
    }
}
