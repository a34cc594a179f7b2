namespace NVirt.Qemu;

/// <summary>
/// A connection to a guest's serial port or console. Nobody else can have one to the same device until it is disposed of. Reading and writing
/// may be done at the same time, each by one thread.
/// </summary>
public sealed class DomainConsole : IAsyncDisposable
{
    private readonly IDisposable _taken;
    private Stream? _output;

    internal DomainConsole(string device, string type, string path, IDisposable taken)
    {
        Device = device;
        Type = type;
        Path = path;
        _taken = taken;
    }

    /// <summary>The device's name, for example <c>serial0</c>.</summary>
    public string Device { get; }

    /// <summary>What the host's end is: <c>pty</c>, <c>unix</c> or <c>file</c>.</summary>
    public string Type { get; }

    /// <summary>The path of the host's end.</summary>
    public string Path { get; }

    /// <summary>What the guest writes; it ends when the guest does. Reading of a pty blocks until there is something, whatever is cancelled.</summary>
    public Stream Output => _output!;

    /// <summary>What the guest reads; <see langword="null"/> if nothing can be said to it.</summary>
    public Stream? Input { get; private set; }

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _taken.Dispose();
        await Output.DisposeAsync();
    }

    internal DomainConsole With(Stream output, Stream? input)
    {
        _output = output;
        Input = input;
        return this;
    }
}
