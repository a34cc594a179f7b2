using NVirt.Testing;
using NVirt.Testing.Guests;

namespace NVirt.Qemu.Tests.Guests;

/// <summary>A QEMU that runs <see cref="FirmwareGuest"/>, with the guest's serial port on a socket.</summary>
internal sealed class RunningFirmware : IAsyncDisposable
{
    private readonly TempFolder _folder;

    private RunningFirmware(TempFolder folder, RunningQemu qemu, GuestSerial serial)
    {
        _folder = folder;
        Qemu = qemu;
        Serial = serial;
        Console = new FirmwareConsole(serial);
    }

    public RunningQemu Qemu { get; }

    public GuestSerial Serial { get; }

    public FirmwareConsole Console { get; }

    /// <summary>Starts it, without losing any output of the guest.</summary>
    /// <param name="cpu">The <c>cpu</c> element.</param>
    /// <param name="machine">The machine.</param>
    /// <param name="more">Further arguments for QEMU. With <c>-incoming</c> the guest waits for its migration.</param>
    public static async Task<RunningFirmware> StartAsync(string cpu = "", string machine = "pc", params string[] more)
    {
        TempFolder folder = new();
        string socket = Path.Combine(folder.Root, "serial");
        string domain = FirmwareGuest.Domain($"<serial type='unix'><source mode='bind' path='{socket}'/></serial>", cpu, machine);
        bool isIncoming = more.Contains("-incoming");
        RunningQemu qemu = await RunningQemu.StartAsync(domain, isPaused: !isIncoming, more);
        try
        {
            GuestSerial serial = await GuestSerial.OfSocketAsync(socket, TestContext.Current.CancellationToken);
            if (!isIncoming)
            {
                await qemu.ExecuteAsync("cont");
            }

            return new RunningFirmware(folder, qemu, serial);
        }
        catch
        {
            await qemu.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Serial.DisposeAsync();
        await Qemu.DisposeAsync();
        _folder.Dispose();
    }
}
