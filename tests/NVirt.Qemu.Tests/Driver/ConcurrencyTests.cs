using System.Collections.Concurrent;
using System.Globalization;
using NVirt.Domains.Driver;
using NVirt.Domains.Testing;
using NVirt.Qemu.Driver;

namespace NVirt.Qemu.Tests.Driver;

/// <summary>Many who change one domain at the same time, each with a driver of its own as if it were a process of its own.</summary>
public sealed class ConcurrencyTests : IAsyncDisposable
{
    private const int Operations = 60;

    private readonly HostFolder _host = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Sixty_operations_on_one_domain_leave_one_guest_or_none()
    {
        await _host.StartAsync(HostFolder.Small(string.Empty));
        ConcurrentBag<string> odd = [];
        using Barrier barrier = new(Operations);
        Thread[] threads = [.. Enumerable.Range(0, Operations).Select(number => new Thread(() => Run(number, barrier, odd)))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.True(odd.IsEmpty, string.Join("\n", odd));
        DomainSummary guest = Assert.Single(await _host.Driver.ListAsync(Cancellation));
        Assert.Equal(guest.ProcessId is { } id ? [id] : [], Processes());

        // Whatever came last, the domain is as usable as before.
        if (guest.IsActive)
        {
            await _host.Driver.DestroyAsync("small", Cancellation);
        }

        await _host.Driver.StartAsync("small", cancellation: Cancellation);
        await _host.Driver.DestroyAsync("small", Cancellation);
        await _host.AssertNothingRunsAsync();
    }

    private void Run(int number, Barrier barrier, ConcurrentBag<string> odd)
    {
        try
        {
            barrier.SignalAndWait(Cancellation);
            RunAsync(number).GetAwaiter().GetResult();
        }
        catch (DomainException e) when (e.Kind is DomainErrorKind.InvalidState or DomainErrorKind.Busy or DomainErrorKind.Hypervisor)
        {
            // Somebody else was faster, or ended the guest meanwhile.
        }
#pragma warning disable CA1031 // Whatever else happens is the answer to the test.
        catch (Exception e)
#pragma warning restore CA1031
        {
            odd.Add($"{number}: {e}");
        }
    }

    private async Task RunAsync(int number)
    {
        await using QemuDriver driver = new(new QemuDriverOptions { Root = _host.Root });
        await ((number % 6) switch
        {
            0 => driver.SuspendAsync("small", Cancellation),
            1 => driver.ResumeAsync("small", cancellation: Cancellation),
            2 => driver.ResetAsync("small", Cancellation),
            3 => driver.DestroyAsync("small", Cancellation),
            4 => driver.StartAsync("small", cancellation: Cancellation),
            _ => driver.ListAsync(Cancellation),
        });
    }

    private int[] Processes() => [.. Directory.EnumerateDirectories("/proc")
        .Where(p => int.TryParse(Path.GetFileName(p), NumberStyles.None, CultureInfo.InvariantCulture, out _) && IsOfHost(p))
        .Select(p => int.Parse(Path.GetFileName(p), CultureInfo.InvariantCulture))];

    private bool IsOfHost(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(_host.Root, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
