using Microsoft.Extensions.Logging;

namespace NVirt.Daemon.Logs;

/// <summary>What the daemon logs. The words are for administrators and their tools, and stay in English.</summary>
internal sealed partial class DaemonLog(ILogger<DaemonLog> logger)
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(1, LogLevel.Information, "listening at {Socket}")]
    public partial void Listening(string socket);

    [LoggerMessage(2, LogLevel.Debug, "client {Client} at {Socket}")]
    public partial void Connected(string client, string socket);

    [LoggerMessage(3, LogLevel.Warning, "refused a client at {Socket}: user {User}, process {Process}")]
    public partial void Refused(string socket, uint user, int process);

    [LoggerMessage(4, LogLevel.Warning, "refused a client at {Socket}: there are {Count} already")]
    public partial void TooMany(string socket, int count);

    [LoggerMessage(5, LogLevel.Warning, "refused {Client}: its certificate's name {Name} is not allowed")]
    public partial void NameRefused(string client, string? name);

    [LoggerMessage(6, LogLevel.Warning, "refused {Client}: {Reason}")]
    public partial void NotAuthenticated(string client, string reason);

    [LoggerMessage(7, LogLevel.Information, "started {Domain}, as at every boot")]
    public partial void Autostarted(string domain);

    [LoggerMessage(8, LogLevel.Error, "did not start {Domain} at boot: {Reason}")]
    public partial void NotAutostarted(string domain, string reason);

    [LoggerMessage(9, LogLevel.Information, "the configuration was read again; sockets and certificates stay as they are until a restart")]
    public partial void Reloaded();

    [LoggerMessage(10, LogLevel.Error, "the configuration was not read again, and stays as it was: {Reason}")]
    public partial void NotReloaded(string reason);

    [LoggerMessage(11, LogLevel.Information, "ending; calls that are being served have {Seconds} seconds")]
    public partial void Ending(double seconds);

    [LoggerMessage(13, LogLevel.Warning, "a client at {Socket} could not be taken: {Reason}")]
    public partial void NotAccepted(string socket, string reason);

    [LoggerMessage(12, LogLevel.Error, "a call of {Procedure} failed unexpectedly")]
    public partial void Failed(string procedure, Exception problem);

    [LoggerMessage(14, LogLevel.Information, "moved {Domain} to {Destination}")]
    public partial void Moved(string domain, string destination);

    [LoggerMessage(15, LogLevel.Warning, "did not move {Domain} to {Destination}: {Reason}")]
    public partial void NotMoved(string domain, string destination, string reason);

    [LoggerMessage(16, LogLevel.Information, "fleet: {News}")]
    public partial void ReportTaken(string news);

    [LoggerMessage(17, LogLevel.Warning, "fleet: {Reason}")]
    public partial void ReportFailed(string reason);

    [LoggerMessage(18, LogLevel.Information, "fleet: left out: {Reason}")]
    public partial void ReportIncomplete(string reason);

    [LoggerMessage(19, LogLevel.Debug, "fleet: {News}")]
    public partial void HeartbeatTaken(string news);

    [LoggerMessage(20, LogLevel.Error, "fleet: nothing is reported until the daemon is started again: {Reason}")]
    public partial void NotReporting(string reason);
}
