using NVirt.Domains.Documents;

namespace NVirt.Domains.Driver;

/// <summary>What a driver also has that changes what is written of a domain, without changing what runs.</summary>
public interface IDomainEditing
{
    /// <summary>Changes a document of a domain, while nobody else does.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="isInactive">Whether it is the definition that is changed, not what is written of the guest that runs.</param>
    /// <param name="edit">Makes the new document of the old one; name and UUID stay.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DomainException">
    /// There is no such domain, or it does not run, or is not defined (invalid state).
    /// </exception>
    public Task EditAsync(
        DomainReference domain, bool isInactive, Func<DomainDocument, DomainDocument> edit, CancellationToken cancellation = default);
}
