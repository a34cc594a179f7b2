using System.Runtime.InteropServices;

namespace NVirt.Cli;

/// <summary>
/// Ctrl-C, and the signals that ask a process to end. A command that can end in good order has its work cancelled by the first of them; any
/// other ends at once. The second ends the process in any case. The exit code is 128 and the signal's number, as shells have it.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<int> _end;
    private volatile bool _endsInGoodOrder;

    /// <summary>Listens to the signals.</summary>
    /// <param name="end">Ends the process with an exit code, where nothing is there to be cancelled.</param>
    public Interruption(Action<int> end)
    {
        _end = end;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel),
        ];
    }

    /// <summary>Does something that ends in good order when it is cancelled; the first signal cancels it.</summary>
    public T Run<T>(Func<CancellationToken, Task<T>> action)
    {
        _endsInGoodOrder = true;
        try
        {
            return action(_source.Token).GetAwaiter().GetResult();
        }
        finally
        {
            _endsInGoodOrder = false;
        }
    }

    /// <summary>Whether a signal came.</summary>
    public bool IsCancelled => _source.IsCancellationRequested;

    /// <summary>The exit code for the signal that came.</summary>
    public int Code { get; private set; } = ExitCode.Interrupted;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Cancel(PosixSignalContext signal)
    {
        bool isFirst = !_source.IsCancellationRequested;
        Code = signal.Signal switch
        {
            PosixSignal.SIGTERM => ExitCode.Terminated,
            PosixSignal.SIGHUP => ExitCode.HungUp,
            _ => ExitCode.Interrupted,
        };
        signal.Cancel = true;
        if (isFirst && _endsInGoodOrder)
        {
            _source.Cancel();
        }
        else
        {
            _end(Code);
        }
    }
}
