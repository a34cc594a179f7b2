using System.Runtime.InteropServices;

namespace NVirt.Cli;

/// <summary>
/// Ctrl-C, and the signals that ask a process to end. A command that can end in good order has its work cancelled by the first of them; any
/// other ends at once. The second ends the process in any case, and so does time: what waits for a file system that no longer answers never
/// notices that it was cancelled. The exit code is 128 and the signal's number, as shells have it.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // Longer than anything takes that ends in good order, and shorter than service managers wait before they kill.
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<int> _end;
    private readonly TimeSpan _patience;
    private readonly Timer _timer;
    private volatile bool _endsInGoodOrder;

    /// <summary>Listens to the signals.</summary>
    /// <param name="end">Ends the process with an exit code, where nothing is there to be cancelled.</param>
    /// <param name="patience">How long what is cancelled may take to end.</param>
    public Interruption(Action<int> end, TimeSpan? patience = null)
    {
        _end = end;
        _patience = patience ?? UsualPatience;
        _timer = new Timer(_ => _end(Code));
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
            return RunAside(() => action(_source.Token));
        }
        finally
        {
            _endsInGoodOrder = false;
        }
    }

    /// <summary>Does something that any signal ends, on a thread of its own.</summary>
    /// <remarks>
    /// Linux gives a signal to the first thread of a process. While that one waits for a file system which does not answer, no other thread
    /// gets to know of it.
    /// </remarks>
    public static T RunAside<T>(Func<Task<T>> action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .Unwrap().GetAwaiter().GetResult();

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

        _timer.Dispose();
        _source.Dispose();
    }

    /// <summary>What a signal does.</summary>
    internal void Cancel(PosixSignal signal)
    {
        bool isFirst = !_source.IsCancellationRequested;
        Code = signal switch
        {
            PosixSignal.SIGTERM => ExitCode.Terminated,
            PosixSignal.SIGHUP => ExitCode.HungUp,
            _ => ExitCode.Interrupted,
        };
        if (isFirst && _endsInGoodOrder)
        {
            _timer.Change(_patience, Timeout.InfiniteTimeSpan);
            _source.Cancel();
        }
        else
        {
            _end(Code);
        }
    }

    private void Cancel(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Cancel(signal.Signal);
    }
}
