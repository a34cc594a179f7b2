using System.Security.Cryptography;
using NVirt.Cpu.Probe.Linux;
using NVirt.Fleet.Agent.Collecting;
using NVirt.Fleet.Agent.Sending;
using NVirt.Fleet.Agent.State;
using NVirt.Fleet.Reports;
using NVirt.Xml;

namespace NVirt.Fleet.Agent.Running;

/// <summary>
/// Tells a service what a host is, and that it is still so: soon after a change, and otherwise in intervals. For use by one thread at
/// a time, except <see cref="Wake"/>.
/// </summary>
public sealed class HostAgent : IDisposable
{
    private const double Spread = 0.2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // A guest that starts makes several events; all of them become one report.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestUnrest = TimeSpan.FromSeconds(15);

    private readonly AgentSettings _settings;
    private readonly IHostSource _source;
    private readonly Action<AgentNews> _tell;
    private readonly AgentFolder _folder;
    private readonly HttpClient _client;
    private readonly ReportSender _sender;
    private readonly SemaphoreSlim _woken = new(0, 1);
    private string[] _told = [];

    /// <summary>Makes an agent, which does nothing yet.</summary>
    /// <param name="settings">How it works, with a service.</param>
    /// <param name="source">Where the host is read; it stays the caller's.</param>
    /// <param name="tell">Gets what it does.</param>
    /// <exception cref="AgentException">
    /// No service is named, the folder of the state or a certificate cannot be used, or another agent uses the folder.
    /// </exception>
    public HostAgent(AgentSettings settings, IHostSource source, Action<AgentNews> tell)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ServiceAddress address = settings.Service ?? throw new AgentException(Messages.Settings_NoServer);
        _settings = settings;
        _source = source;
        _tell = tell;
        _folder = AgentFolder.Open(settings.State);
        try
        {
            _client = ServiceConnection.Open(address, Patience);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }

        HostCredentials credentials = new(settings.TokenFile, settings.EnrolTokenFile, _folder);
        _sender = new ReportSender(
            new HttpReportService(_client, credentials, Patience), _folder, LinuxSystem.BootId ?? string.Empty, TimeProvider.System);
    }

    /// <summary>Says that something on the host changed. Safe for use by several threads.</summary>
    public void Wake()
    {
        try
        {
            _woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    /// <summary>Reads the host once, and sends a report or a heartbeat.</summary>
    /// <exception cref="AgentException">The host cannot be read, or a file with a secret.</exception>
    /// <exception cref="ServiceException">The service did not take it.</exception>
    public async Task<SendOutcome> SendOnceAsync(CancellationToken cancellation)
    {
        HostReport report;
        try
        {
            CollectedHost host = _settings.Complete(await _source.ReadAsync(cancellation));
            TellLeftOut([.. host.Remarks]);
            report = host.ToReport(_settings.Name);
        }
        catch (AgentException) when (_sender.Unsent is { } unsent)
        {
            // What was true last, and was never taken.
            await _sender.SendAsync(unsent, cancellation);
            throw;
        }

        SendOutcome outcome = await _sender.SendAsync(report, cancellation);
        _tell(new AgentNews(
            outcome.IsReport ? AgentNewsKind.Reported : AgentNewsKind.Alive,
            Text.Of(outcome.IsReport ? Messages.News_Reported : Messages.News_Alive, _settings.Name, outcome.Seq, report.Guests.Length)));
        return outcome;
    }

    /// <summary>Works until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task watching = _source.WatchAsync(Wake, ending.Token);
        RetryPause retry = new(Chance);
        try
        {
            while (true)
            {
                TimeSpan? pause = await TryAsync(retry, ending.Token);
                if (pause is { } left)
                {
                    await Task.Delay(left, ending.Token);
                    continue;
                }

                await RestAsync(_settings.Interval * (1 - (Spread / 2) + (Spread * Chance())), ending.Token);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // It was told to end.
        }
        finally
        {
            await ending.CancelAsync();
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends it; others may use the folder of the state.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
        _woken.Dispose();
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20);

    // The pause after a failure; null if it worked.
    private async Task<TimeSpan?> TryAsync(RetryPause retry, CancellationToken cancellation)
    {
        try
        {
            // What changes from now on wakes it again.
            _ = await _woken.WaitAsync(0, cancellation);
            _ = await SendOnceAsync(cancellation);
            retry.Reset();
            return null;
        }
        catch (Exception e) when (e is AgentException or ServiceException)
        {
            TimeSpan pause = retry.Next((e as ServiceException)?.RetryAfter);
            _tell(new AgentNews(AgentNewsKind.Failed, Text.Of(Messages.News_Failed, Text.OnOneLine(e.Message), (int)pause.TotalSeconds)));
            return pause;
        }
    }

    private async Task RestAsync(TimeSpan interval, CancellationToken cancellation)
    {
        if (!await _woken.WaitAsync(interval, cancellation))
        {
            return;
        }

        // By a clock that nobody sets.
        long began = Environment.TickCount64;
        while (Environment.TickCount64 - began < LongestUnrest.TotalMilliseconds && await _woken.WaitAsync(Quiet, cancellation))
        {
        }
    }

    // Once, not each time.
    private void TellLeftOut(string[] remarks)
    {
        foreach (string remark in remarks.Except(_told, StringComparer.Ordinal))
        {
            _tell(new AgentNews(AgentNewsKind.LeftOut, Text.OnOneLine(remark)));
        }

        _told = remarks;
    }
}
