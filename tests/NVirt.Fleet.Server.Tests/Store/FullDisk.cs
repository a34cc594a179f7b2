using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Tests.Store;

/// <summary>What a store does on a disk that gets full.</summary>
internal static class FullDisk
{
    /// <summary>It says so, keeps what it said that it keeps, and works again when there is room.</summary>
    /// <param name="store">The store, not open yet.</param>
    /// <param name="filler">A file on the same disk, which makes room when it is removed.</param>
    /// <param name="audit">What is written, again and again.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RequireAsync(IFleetStore store, string filler, NewAudit audit, CancellationToken cancellation)
    {
        const int Most = 4000;
        await store.OpenAsync(cancellation);
        int kept = 0;
        StoreException full = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            for (; kept < Most; kept++)
            {
                await store.AuditAsync(audit, cancellation);
            }
        });
        Assert.Equal(Messages.Store_Full, full.Message);
        File.Delete(filler);
        await store.AuditAsync(audit, cancellation);
        Assert.Equal(kept + 1, (await store.ReadAuditAsync(null, Most, cancellation)).Count);
    }
}
