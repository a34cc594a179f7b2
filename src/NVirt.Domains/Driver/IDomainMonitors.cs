namespace NVirt.Domains.Driver;

/// <summary>What a driver also has whose hypervisor can be spoken to in its own words, past everything that the driver knows.</summary>
public interface IDomainMonitors
{
    /// <summary>Has a guest's hypervisor do something, and nobody else change the guest meanwhile.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="command">The command: for QEMU an object of QMP, such as <c>{"execute":"query-status"}</c>.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>What it answered, errors of its own among it: for QEMU an object of QMP.</returns>
    /// <exception cref="DomainException">
    /// The domain does not run, the command is none (invalid argument), or the hypervisor does not answer.
    /// </exception>
    public Task<string> ExecuteAsync(DomainReference domain, string command, CancellationToken cancellation = default);

    /// <summary>Takes a picture of what a guest shows.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="screen">The number of the screen, from 0.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>A PNG picture, at most 64 MiB.</returns>
    /// <exception cref="DomainException">The domain does not run, or has no such screen.</exception>
    public Task<byte[]> TakePictureAsync(DomainReference domain, uint screen = 0, CancellationToken cancellation = default);
}
