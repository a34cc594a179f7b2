namespace NVirt.Testing.Guests;

/// <summary>The serial port of <see cref="FirmwareGuest"/>, with its output parsed.</summary>
internal sealed class FirmwareConsole(GuestSerial serial)
{
    private const string EndWord = "end";

    /// <summary>The highest number that the guest has counted to, or -1.</summary>
    public int Count => GuestCounts.In(serial.Text).DefaultIfEmpty(-1).Last();

    /// <summary>The latest complete report of the CPU.</summary>
    public FirmwareReport Report
    {
        get
        {
            List<string> lines = [.. serial.Lines];
            return FirmwareReport.Parse(lines[..lines.LastIndexOf(EndWord)]);
        }
    }

    /// <summary>Waits until the guest has reported its CPU and begins to count.</summary>
    public Task WaitUntilReadyAsync(CancellationToken cancellation) => serial.WaitAsync(l => l == "ready", from: 0, cancellation);

    /// <summary>Waits until the guest has counted further.</summary>
    public Task WaitForCountsAsync(int more, CancellationToken cancellation) => serial.WaitForCountsAsync(more, cancellation);

    /// <summary>Makes the guest report the CPU that it sees now.</summary>
    public async Task<FirmwareReport> AskAsync(CancellationToken cancellation)
    {
        int from = serial.Lines.Count;
        await serial.SendAsync("r", cancellation);
        await serial.WaitAsync(l => l == EndWord, from, cancellation);
        return Report;
    }

    /// <summary>Makes the guest reset its machine by a triple fault.</summary>
    public Task ResetAsync(CancellationToken cancellation) => serial.SendAsync("t", cancellation);

    /// <summary>Makes the guest power off.</summary>
    public Task PowerOffAsync(CancellationToken cancellation) => serial.SendAsync("q", cancellation);

    /// <summary>Makes the guest stop for good: it no longer counts, obeys, or notices the power button.</summary>
    public Task HaltAsync(CancellationToken cancellation) => serial.SendAsync("h", cancellation);
}
