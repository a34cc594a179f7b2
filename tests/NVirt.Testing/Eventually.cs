using Xunit;

namespace NVirt.Testing;

/// <summary>Waits for what another process or thread brings about.</summary>
internal static class Eventually
{
    private const int MostLooks = 6000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until something is so. That it never is fails the test, after as many looks as take five minutes.</summary>
    public static Task IsAsync(Func<bool> isSo) => IsAsync(() => Task.FromResult(isSo()));

    /// <inheritdoc cref="IsAsync(Func{bool})"/>
    public static async Task IsAsync(Func<Task<bool>> isSo)
    {
        bool isSoNow = await isSo();
        for (int look = 0; look < MostLooks && !isSoNow; look++)
        {
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
            isSoNow = await isSo();
        }

        Assert.True(isSoNow);
    }
}
