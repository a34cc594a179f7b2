namespace NVirt.Domains.Driver;

/// <summary>
/// A connection to a guest's serial port or console. Nobody else can connect to the same device until it is disposed of. One thread may
/// read while another writes.
/// </summary>
/// <param name="device">The device's name.</param>
/// <param name="type">What the host's end is.</param>
/// <param name="path">The path of the host's end.</param>
/// <param name="output">What the guest writes.</param>
/// <param name="input">What the guest reads; <see langword="null"/> if it cannot be written to.</param>
/// <param name="taken">What keeps others out; it is disposed of first.</param>
public sealed class DomainConsole(
    string device, string type, string path, Stream output, Stream? input, IDisposable taken) : IAsyncDisposable
{
    /// <summary>The device's name, for example <c>serial0</c>; empty if a daemon has chosen it.</summary>
    public string Device { get; } = device;

    /// <summary>What the host's end is: <c>pty</c>, <c>unix</c> or <c>file</c>; <c>stream</c> if a daemon has it.</summary>
    public string Type { get; } = type;

    /// <summary>The path of the host's end, or the URI of the daemon.</summary>
    public string Path { get; } = path;

    /// <summary>
    /// What the guest writes; it ends when the guest does. Reading from a pty blocks until there is data, even if it is cancelled.
    /// </summary>
    public Stream Output { get; } = output;

    /// <summary>What the guest reads; <see langword="null"/> if it cannot be written to.</summary>
    public Stream? Input { get; } = input;

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync()
    {
        taken.Dispose();
        return Output.DisposeAsync();
    }
}
