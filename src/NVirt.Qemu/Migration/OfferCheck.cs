using NVirt.Cpu;
using NVirt.Domains;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Migration;

/// <summary>What comes with a guest from elsewhere is checked as what it is used for, before anything is done with it.</summary>
internal static class OfferCheck
{
    /// <summary>Refuses an offer that names no domain, or two, or what it may not name.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="emulators">The emulators that it may name; <see langword="null"/> for any, where the user here is who offers it.</param>
    /// <returns>The UUID of the domain.</returns>
    /// <exception cref="CpuException">The name or the UUID of a document is missing, or not what one may be.</exception>
    /// <exception cref="DomainException">The documents are of two domains, or an emulator is not allowed.</exception>
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

    private static Guid RequireDomain(DomainDocument document, PeerEmulators? emulators)
    {
        DefinitionStore.RequireName(document);
        Guid uuid = document.Definition.Uuid ?? throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Migration_NoUuid));
        emulators?.Require(document);
        return uuid;
    }
}
