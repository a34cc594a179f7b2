using NVirt.Domains.Driver.Options;

namespace NVirt.Domains.Driver;

/// <summary>What a driver also has that begins a guest anew in good order: without it, there is only a reset.</summary>
public interface IDomainReboots
{
    /// <summary>
    /// Asks a running guest to shut down, and begins it anew once it has, in the same process. Returns when it is asked; the driver goes on
    /// for as long as it is not disposed of. A guest that does not shut down within ten minutes goes on, and is no longer waited for.
    /// </summary>
    /// <param name="domain">The domain.</param>
    /// <param name="options">How long to wait for others; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="DomainException">
    /// It does not run (invalid state), or its hypervisor cannot do this (no support).
    /// </exception>
    public Task RebootAsync(DomainReference domain, DomainCallOptions? options = null, CancellationToken cancellation = default);
}
