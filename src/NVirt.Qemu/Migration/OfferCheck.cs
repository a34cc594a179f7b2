using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Driver.Migration;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Migration;

/// <summary>Validates what comes with a guest from another host before anything is done with it.</summary>
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

    private static Guid RequireDomain(DomainDocument document, PeerEmulators? emulators)
    {
        DefinitionStore.RequireName(document);
        Guid uuid = document.Definition.Uuid ?? throw new DomainException(DomainErrorKind.Failed, Text.Of(Messages.Migration_NoUuid));
        emulators?.Require(document);
        return uuid;
    }
}
