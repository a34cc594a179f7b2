using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Api;
using NVirt.Fleet.Server.Hosting;
using NVirt.Fleet.Server.Settings;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Fleet.Server.Store;

namespace NVirt.Fleet.Server.Tests.Support;

/// <summary>A real service on a free port, with its store in a folder that goes with it.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly TempFolder? _folder;
    private readonly WebApplication _app;
    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal);

    private RunningService(TempFolder? folder, IFleetStore store, WebApplication app, RecordedLog log)
    {
        _folder = folder;
        Store = store;
        _app = app;
        Log = log;
    }

    public IFleetStore Store { get; }

    public RecordedLog Log { get; }

    public Uri Address => new(ServerHost.AddressesOf(_app)[0]);

    public IServiceProvider Services => _app.Services;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts one.</summary>
    public static async Task<RunningService> StartAsync(
        ServerSettings? settings = null, string? db = null, TimeProvider? clock = null, ReportRecorder? recorder = null)
    {
        TempFolder? folder = db is null ? new TempFolder() : null;
        IFleetStore store = FleetStores.Open(db ?? Path.Combine(folder!.Root, "fleet.db"));
        await store.OpenAsync(Cancellation);
        RecordedLog log = new();
        WebApplication app = ServerHost.Create(
            (settings ?? new ServerSettings()) with { Listen = ["http://127.0.0.1:0"] }, store, clock,
            builder =>
            {
                builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
                if (recorder is not null)
                {
                    builder.Services.AddSingleton<IStartupFilter>(recorder);
                }
            });
        await app.StartAsync(Cancellation);
        return new RunningService(folder, store, app, log);
    }

    /// <summary>A client that may do what a role may.</summary>
    public async Task<HttpClient> ClientAsync(string role = Roles.Admin, string? host = null) => Client(await TokenAsync(role, host));

    /// <summary>A client with a secret, or without one.</summary>
    public HttpClient Client(string? secret)
    {
        HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        if (secret is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        }

        return client;
    }

    /// <summary>The secret of a new token.</summary>
    public async Task<string> TokenAsync(
        string role, string? host = null, double? hours = null, int? uses = null, bool replaces = false)
    {
        (StoredToken? token, string secret, string? problem) = TokenEndpoints.Make(
            new TokenRequest
            {
                Role = role,
                Host = host,
                Hours = hours,
                Uses = uses ?? (role == Roles.Enrol ? 1 : null),
                Replaces = replaces,
            },
            "test", DateTimeOffset.UtcNow);
        Assert.Null(problem);
        await Store.AddTokenAsync(
            token!, new NewAudit(DateTimeOffset.UtcNow, "test", "token", token!.Id, token.Role), Cancellation);
        return secret;
    }

    /// <summary>A client that is a host.</summary>
    public async Task<HttpClient> HostAsync(string host)
    {
        if (!_secrets.TryGetValue(host, out string? secret))
        {
            _secrets[host] = secret = await TokenAsync(Roles.Host, host);
        }

        return Client(secret);
    }

    /// <summary>Reports as the host itself, in two steps if need be.</summary>
    public async Task<ReportAnswer> ReportAsync(HostReport report)
    {
        using HttpClient client = await HostAsync(report.Host);
        using HttpResponseMessage response = await client.PostAsync("/api/v1/reports", Json(report), Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return await AnswerOf(response);
    }

    /// <summary>Takes what was reported into the snapshot.</summary>
    public Task RefreshAsync() => Services.GetRequiredService<SnapshotKeeper>().RefreshAsync(Cancellation);

    /// <summary>What is got at a place, as JSON.</summary>
    public static async Task<JsonNode> GetAsync(HttpClient client, string path) =>
        JsonNode.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation))!;

    /// <summary>What a request with a body is answered, as JSON.</summary>
    public static async Task<JsonNode> PostAsync(HttpClient client, string path, string body)
    {
        using HttpResponseMessage response =
            await client.PostAsync(new Uri(path, UriKind.Relative), Text(body), Cancellation);
        string text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>A body of JSON.</summary>
    public static StringContent Text(string body) => new(body, Encoding.UTF8, "application/json");

    /// <summary>A report as a body.</summary>
    public static StringContent Json(HostReport report) =>
        Text(System.Text.Json.JsonSerializer.Serialize(report, ReportJson.Default.HostReport));

    /// <summary>What became of a report.</summary>
    public static async Task<ReportAnswer> AnswerOf(HttpResponseMessage response) => System.Text.Json.JsonSerializer.Deserialize(
        await response.Content.ReadAsStringAsync(Cancellation), ReportJson.Default.ReportAnswer)!;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Store.DisposeAsync();
        _folder?.Dispose();
    }
}
