using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Peers;
using NVirt.Qemu.Emulators;
using NVirt.Qemu.Probing;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>The emulators that a guest from another host may use: the system's, and those that were allowed here.</summary>
internal sealed class PeerEmulators(IReadOnlyList<string> allowed)
{
    private const string Variable = "NVIRT_EMULATORS";

    /// <summary>The system's emulators, and those in a variable: full paths separated by colons.</summary>
    public static IReadOnlyList<string> OfVariable =>
        (Environment.GetEnvironmentVariable(Variable) ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Refuses a document that names another one. Links are not followed, because their targets may change.</summary>
    /// <exception cref="DomainException">It names another one.</exception>
    public void Require(DomainDocument document)
    {
        if (document.Definition.Devices.Emulator is not { } emulator)
        {
            return;
        }

        string[] all = [.. QemuEmulator.FindAll().Select(e => e.Path).Concat(allowed.Where(Path.IsPathFullyQualified))
            .Distinct(StringComparer.Ordinal)];
        string? path = emulator.Contains(Path.DirectorySeparatorChar) ? emulator : QemuBinary.InPath(emulator);
        if (path is null || !all.Contains(path, StringComparer.Ordinal))
        {
            throw new DomainException(
                DomainErrorKind.Failed,
                Text.Of(Messages.Migration_Emulator, PeerText.Show(Text.OnOneLine(emulator, 200)), string.Join(", ", all), Variable));
        }
    }
}
