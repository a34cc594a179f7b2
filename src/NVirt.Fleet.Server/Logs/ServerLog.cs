namespace NVirt.Fleet.Server.Logs;

/// <summary>
/// What the service logs. The words are for administrators and their tools, and stay in English. No secret is ever in it.
/// </summary>
internal sealed partial class ServerLog(ILogger<ServerLog> logger)
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(1, LogLevel.Information, "listening at {Address}, fleet in {Store}")]
    public partial void Listening(string address, string store);

    [LoggerMessage(2, LogLevel.Warning, "a wrong token from {Address}")]
    public partial void WrongToken(string address);

    [LoggerMessage(3, LogLevel.Warning, "{Who} reported for {Host}, and may not")]
    public partial void ForAnother(string who, string host);

    [LoggerMessage(4, LogLevel.Error, "the store failed: {Reason}")]
    public partial void StoreFailed(string reason);

    [LoggerMessage(5, LogLevel.Information, "the store works again")]
    public partial void StoreWorks();

    [LoggerMessage(6, LogLevel.Information, "host {Host} joined")]
    public partial void Joined(string host);

    [LoggerMessage(7, LogLevel.Warning, "host {Host}: drift, {Grade}")]
    public partial void Drifted(string host, string grade);

    [LoggerMessage(8, LogLevel.Error, "a request failed: {Path}")]
    public partial void Failed(string path, Exception error);
}
