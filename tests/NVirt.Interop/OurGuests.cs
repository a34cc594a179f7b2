using NVirt.Qemu.Cache;
using NVirt.Qemu.Emulators;
using NVirt.Testing;

namespace NVirt.Interop;

/// <summary>The guests of this machine's emulators, which are queried once for all tests of a class.</summary>
public sealed class OurGuests : IAsyncLifetime
{
    private readonly TempFolder _cache = new();

    /// <summary>The guests, and the emulators that are broken.</summary>
    public QemuGuests Found { get; private set; } = new([], []);

    public async ValueTask InitializeAsync() => Found = await QemuGuests.ReadAsync(QemuEmulator.FindAll(), new QemuCache(_cache.Root));

    public ValueTask DisposeAsync()
    {
        _cache.Dispose();
        return ValueTask.CompletedTask;
    }
}
