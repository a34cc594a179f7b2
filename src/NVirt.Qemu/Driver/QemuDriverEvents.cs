using System.Runtime.CompilerServices;
using NVirt.Domains;

namespace NVirt.Qemu;

public sealed partial class QemuDriver
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<DomainEvent> WatchAsync(string? domain = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.Yield();
        yield break;
    }
    /// <inheritdoc/>
    public Task<MigrationResult> MigrateAsync(
        string domain,
        IMigrationDestination destination,
        MigrationOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellation = default) => throw new NotSupportedException();
    /// <inheritdoc/>
    public IMigrationDestination OpenDestination() => throw new NotSupportedException();
}
