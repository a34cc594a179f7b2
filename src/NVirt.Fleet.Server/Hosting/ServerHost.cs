using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using NVirt.Cpu;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Api;
using NVirt.Fleet.Server.Documents;
using NVirt.Fleet.Server.Ingestion;
using NVirt.Fleet.Server.Logs;
using NVirt.Fleet.Server.Pages;
using NVirt.Fleet.Server.Refusals;
using NVirt.Fleet.Server.Settings;
using NVirt.Fleet.Server.Snapshots;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Telemetry;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Hosting;

/// <summary>The service: its parts, where it listens, and what it takes from whom.</summary>
internal static class ServerHost
{
    private const int MostConnections = 10_000;
    private const int MostHeaderBytes = 16 * 1024;
    private const int SlowestBytesPerSecond = 240;
    private static readonly TimeSpan HeaderPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BodyGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdlePatience = TimeSpan.FromSeconds(120);

    /// <summary>Makes the service; it does not run yet.</summary>
    /// <param name="settings">How it runs.</param>
    /// <param name="store">Where the fleet is kept; it is opened already, and the caller's to close.</param>
    /// <param name="clock">The time; <see langword="null"/> for that of the system.</param>
    /// <param name="configure">Changes the host before it is made.</param>
    /// <exception cref="SettingsException">It cannot run so.</exception>
    public static WebApplication Create(
        ServerSettings settings, IFleetStore store, TimeProvider? clock = null, Action<WebApplicationBuilder>? configure = null)
    {
        SettingsCheck.Require(settings);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSystemd();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings));
        AddTo(builder.Services, settings, store, clock ?? TimeProvider.System);
        MetricsExport.AddTo(builder.Services, settings);
        ApiDescription.AddTo(builder.Services);
        configure?.Invoke(builder);
        WebApplication app = builder.Build();
        app.UseMiddleware<Guard>();
        app.UseRouting();
        app.UseMiddleware<AccessGate>();
        ApiRoutes.Map(app, settings);
        PageRoutes.Map(app);
        app.Services.GetRequiredService<FleetMeters>().Begin();
        return app;
    }

    /// <summary>Where a service that runs listens, with the ports that it got.</summary>
    public static IReadOnlyList<string> AddressesOf(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    private static void AddTo(IServiceCollection services, ServerSettings settings, IFleetStore store, TimeProvider clock)
    {
        services.AddSingleton(settings);
        services.AddSingleton(store);
        services.AddSingleton(clock);
        services.AddSingleton(CpuMap.Default);
        services.AddSingleton(new Attempts(settings.WrongTokensPerMinute, clock));
        services.AddSingleton<ServerLog>();
        services.AddSingleton<TokenFinder>();
        services.AddSingleton<CallerFinder>();
        services.AddSingleton<ClassTable>();
        services.AddSingleton<BaselineTable>();
        services.AddSingleton<PromiseTable>();
        services.AddSingleton<DriftFinder>();
        services.AddSingleton<DocumentReader>();
        services.AddSingleton<ReportReceiver>();
        services.AddSingleton<SnapshotKeeper>();
        services.AddHostedService(s => s.GetRequiredService<SnapshotKeeper>());
        services.AddHostedService<StoreTidying>();
        services.AddSingleton<HeavyWork>();
        services.AddSingleton<ServerMeters>();
        services.AddSingleton<FleetMeters>();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            o.SerializerOptions.TypeInfoResolverChain.Insert(1, ReportJson.Default);
        });
    }

    // Slow and large requests cost their senders more than the service.
    private static void Listen(KestrelServerOptions kestrel, ServerSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxRequestBodySize = ReportLimits.Report;
        kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
        kestrel.Limits.RequestHeadersTimeout = HeaderPatience;
        kestrel.Limits.KeepAliveTimeout = IdlePatience;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(SlowestBytesPerSecond, BodyGrace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(SlowestBytesPerSecond, BodyGrace);
        HttpsConnectionAdapterOptions? tls = TlsOf(settings);
        foreach (string url in settings.Listen)
        {
            BindingAddress address = BindingAddress.Parse(url);
            void Configure(ListenOptions options)
            {
                if (address.Scheme == Uri.UriSchemeHttps)
                {
                    options.UseHttps(tls!);
                }
            }

            if (IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip))
            {
                kestrel.Listen(ip, address.Port, Configure);
            }
            else if (address.Host == "localhost")
            {
                kestrel.ListenLocalhost(address.Port, Configure);
            }
            else
            {
                kestrel.ListenAnyIP(address.Port, Configure);
            }
        }
    }

    private static HttpsConnectionAdapterOptions? TlsOf(ServerSettings settings)
    {
        if (settings.Certificate is null)
        {
            return null;
        }

        try
        {
            HttpsConnectionAdapterOptions options = new()
            {
                ServerCertificate = X509Certificate2.CreateFromPemFile(settings.Certificate, settings.Key),
                SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            };
            if (settings.ClientCa is { } file)
            {
                X509Certificate2Collection roots = [];
                roots.ImportFromPemFile(file);
                options.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                options.ClientCertificateValidation = (certificate, _, _) => ClientCertificates.IsOf(certificate, roots);
            }

            return options;
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new SettingsException(Text.Of(Messages.Settings_Certificate, settings.Certificate, e.Message), e);
        }
    }
}
