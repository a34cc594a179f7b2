using Microsoft.Win32.SafeHandles;
using NVirt.Domains.Driver;

namespace NVirt.Cli.Input;

/// <summary>Carries what a guest writes to standard output, and standard input to the guest.</summary>
internal static class ConsoleTraffic
{
    // Ctrl and ], as in virsh and telnet.
    private const byte Escape = 0x1d;

    private const int Chunk = 4096;

    /// <summary>Goes on until the guest ends, the escape is typed, the terminal is closed, or it is cancelled.</summary>
    /// <param name="console">The guest's end.</param>
    /// <param name="isTerminal">Whether somebody types. If not, the end of standard input is not the end.</param>
    /// <param name="cancellation">Cancels.</param>
    public static async Task CarryAsync(DomainConsole console, bool isTerminal, CancellationToken cancellation)
    {
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        // Reading from a terminal blocks, and nothing ends it but the end of the process: nobody waits for such a reader.
        Task reading = Task.Run(() => ShowAsync(console.Output, end.Token), CancellationToken.None);
        Task writing = Task.Run(() => TypeAsync(console.Input, isTerminal, end.Token), CancellationToken.None);
        Task interruption = Task.Delay(Timeout.Infinite, end.Token);
        Task first = await Task.WhenAny(reading, writing, interruption);
        await end.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        await first;
    }

    private static async Task ShowAsync(Stream guest, CancellationToken cancellation)
    {
        await using Stream screen = Console.OpenStandardOutput();
        byte[] buffer = new byte[Chunk];
        while (true)
        {
            int read;
            try
            {
                read = await guest.ReadAsync(buffer, cancellation);
            }
            catch (IOException)
            {
                // A pty whose other end is closed.
                return;
            }

            if (read == 0 || cancellation.IsCancellationRequested)
            {
                return;
            }

            await screen.WriteAsync(buffer.AsMemory(0, read), cancellation);
            await screen.FlushAsync(cancellation);
        }
    }

    private static async Task TypeAsync(Stream? guest, bool isTerminal, CancellationToken cancellation)
    {
        // Not the console's own stream, which reads whole lines from a terminal.
        await using FileStream keyboard = new(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        byte[] buffer = new byte[Chunk];
        while (true)
        {
            int read = await keyboard.ReadAsync(buffer, cancellation);
            if (read == 0 && !isTerminal)
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            int escape = buffer.AsSpan(0, read).IndexOf(Escape);
            int typed = escape < 0 ? read : escape;
            if (guest is not null && typed > 0)
            {
                await guest.WriteAsync(buffer.AsMemory(0, typed), cancellation);
            }

            if (escape >= 0 || read == 0)
            {
                return;
            }
        }
    }
}
