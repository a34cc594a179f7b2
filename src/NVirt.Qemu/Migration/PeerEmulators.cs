using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Probing;

namespace NVirt.Qemu.Migration;

/// <summary>The emulators that a guest from elsewhere may name: the system's, and those that somebody here has allowed.</summary>
internal sealed class PeerEmulators(IReadOnlyList<string> allowed)
{
    private const string Variable = "NVIRT_EMULATORS";

    /// <summary>Those that a variable allows beside the system's, full paths with colons in between.</summary>
    public static IReadOnlyList<string> OfVariable =>
        (Environment.GetEnvironmentVariable(Variable) ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Refuses a document that names another one. A link is not followed: what it leads to may change.</summary>
    /// <exception cref="DomainException">It does.</exception>
    public void Require(DomainDocument document)
    {
        if (document.Definition.Devices.Emulator is not { } emulator)
        {
            return;
        }

        string[] all = [.. QemuEmulator.FindAll().Select(e => e.Path).Concat(allowed.Where(Path.IsPathFullyQualified)).Distinct(StringComparer.Ordinal)];
        string? path = emulator.Contains(Path.DirectorySeparatorChar) ? emulator : QemuBinary.InPath(emulator);
        if (path is null || !all.Contains(path, StringComparer.Ordinal))
        {
            throw new DomainException(
                DomainErrorKind.Failed,
                Text.Of(Messages.Migration_Emulator, PeerText.Show(Text.OnOneLine(emulator, 200)), string.Join(", ", all), Variable));
        }
    }
}
