using NVirt.Fleet.Server.Logs;
using NVirt.Fleet.Server.Settings;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Hosting;

/// <summary>Lets go each hour what the store no longer needs; several replicas may do it at once.</summary>
internal sealed class StoreTidying(IFleetStore store, ServerSettings settings, TimeProvider clock, ServerLog log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken);
                await store.TidyAsync(
                    clock.GetUtcNow(), new EventRetention(settings.EventMonths, settings.MostEvents), stoppingToken);
            }
            catch (StoreException e)
            {
                log.StoreFailed(e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
