namespace NVirt.Domains.Driver;

/// <summary>Implemented by drivers whose guests' consoles can be connected to.</summary>
public interface IDomainConsoles
{
    /// <summary>Connects to the console of a running guest.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="device">The device's name, for example <c>serial1</c>; <see langword="null"/> for the first serial port or
    /// console.</param>
    /// <param name="cancellation">Cancels waiting.</param>
    /// <exception cref="DomainException">
    /// It does not run, has no such device, its host end cannot be connected to, or somebody else is connected (busy).
    /// </exception>
    public Task<DomainConsole> OpenConsoleAsync(DomainReference domain, string? device = null, CancellationToken cancellation = default);
}
