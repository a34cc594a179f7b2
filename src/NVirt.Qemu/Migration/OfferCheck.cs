using System.Collections.Immutable;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>
/// Validates what comes with a guest from another host before anything is done with it, and whether this host can give it the CPU that it
/// has: judged first by the answers of its QEMU, before anything is started, then by the CPU that it built.
/// </summary>
internal static class OfferCheck
{
    /// <summary>Refuses an offer with no domain, with two, or with anything that it may not name.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="emulators">The emulators that it may use; <see langword="null"/> for any, if the offer comes from the user
    /// of this host.</param>
    /// <returns>The UUID of the domain.</returns>
    /// <exception cref="CpuException">The name or the UUID in a document is missing or not valid.</exception>
    /// <exception cref="DomainException">The documents are for two domains, or an emulator is not allowed.</exception>
    public static Guid Require(MigrationOffer offer, PeerEmulators? emulators)
    {
        Guid uuid = RequireDomain(offer.Document, emulators);
        if (offer.Definition is { } kept)
        {
            Guid other = RequireDomain(kept, emulators);
            if (other != uuid || kept.Definition.Name != offer.Document.Definition.Name)
            {
                throw new DomainException(DomainErrorKind.Failed, Text.Of(
                    Messages.Migration_TwoDomains, offer.Document.Definition.Name, uuid, kept.Definition.Name, other));
            }
        }

        return uuid;
    }

    /// <summary>Refuses a CPU that this hypervisor cannot provide, judged by its models.</summary>
    /// <exception cref="CpuException">It cannot provide it; each reason is named.</exception>
    public static void RequireByModel(QemuCapabilities qemu, QemuSlot slot, QemuHost host, CpuMap map, CpuDefinition? live)
    {
        if (!qemu.Arch.IsX86() || live is not { Mode: CpuMode.Custom, Model: not null })
        {
            return;
        }

        QemuHostModels models = QemuHostModels.Of(qemu, slot.Accelerator, host, map);
        if (models.Reported is not null)
        {
            QemuCompatibility.CheckPartial(CpuDriver.For(qemu.Arch, map), slot, models, live).Comparison.ThrowIfRefused();
        }
    }

    /// <summary>Refuses a CPU that lacks what the guest has already seen, whatever the CPU's mode.</summary>
    /// <exception cref="CpuException">Something is missing; each feature is named.</exception>
    public static void RequireByFeatures(CpuDriver driver, ImmutableSortedSet<string> seen, ImmutableSortedSet<string> built)
    {
        CpuReason[] lost = [.. seen.Except(built).Select(f => new CpuReason(CpuRule.UnexpectedlyDisabled, f)
        {
            Coordinate = driver.Map.FindFeature(f, driver.Arch)?.Coordinate,
            Side = CpuType.Host,
        })];
        if (lost.Length > 0)
        {
            throw new CpuException(new CpuRefusal(CpuErrorKind.Incompatible, [.. lost]));
        }
    }

    private static Guid RequireDomain(DomainDocument document, PeerEmulators? emulators)
    {
        DefinitionStore.RequireName(document);
        Guid uuid = document.Definition.Uuid ?? throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Migration_NoUuid));
        emulators?.Require(document);
        return uuid;
    }
}
