using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using NVirt.Daemon.Configuration;
using NVirt.Daemon.Hosting;
using NVirt.Daemon.Hypervisors;
using NVirt.Daemon.Logs;
using NVirt.Daemon.Sessions;
using NVirt.Daemon.Telemetry;
using NVirt.Domains.Driver;
using NVirt.Qemu.Driver;
using NVirt.Xml;

namespace NVirt.Daemon;

/// <summary>The command line of the daemon.</summary>
internal sealed class DaemonCommand : RootCommand
{
    private readonly Option<string?> _root = new("--root") { Description = Messages.Option_Root, HelpName = "DIR" };
    private readonly Option<string?> _run = new("--run") { Description = Messages.Option_Run, HelpName = "DIR" };
    private readonly Option<string?> _config = new("--config") { Description = Messages.Option_Config, HelpName = "FILE" };
    private readonly Option<bool> _check = new("--check-config") { Description = Messages.Option_CheckConfig };
    private readonly Option<bool> _libvirtSockets = new("--libvirt-sockets") { Description = Messages.Option_LibvirtSockets };
    private readonly Option<bool> _verbose = new("--verbose") { Description = Messages.Option_Verbose };

    public DaemonCommand()
        : base(Messages.Program_Description)
    {
        Add(_root);
        Add(_run);
        Add(_config);
        Add(_check);
        Add(_libvirtSockets);
        Add(_verbose);
        SetAction(RunAsync);
    }

    // Root's daemon serves the machine, that of any other user serves this user.
    private static string Base => Environment.IsPrivilegedProcess ? "/run"
        : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } own ? own : Path.GetTempPath();

    /// <summary>Runs the daemon until a signal ends it.</summary>
    /// <returns>The exit code: 1 if it cannot begin.</returns>
    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        try
        {
            Settings settings = new(arguments.GetValue(_config));
            if (arguments.GetValue(_check))
            {
                await arguments.InvocationConfiguration.Output.WriteLineAsync(
                    Text.Of(Messages.Config_Valid, arguments.GetValue(_config) ?? ConfigurationReader.UsualFile));
                foreach (string warning in QemuDriver.CheckGuestSettings(arguments.GetValue(_root)))
                {
                    await arguments.InvocationConfiguration.Error.WriteLineAsync($"nvirtd: {warning}");
                }

                return 0;
            }

            await ServeAsync(arguments, settings, cancellation);
            return 0;
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or ArgumentException or ConfigurationException or DomainException)
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync($"nvirtd: {Text.OnOneLine(e.Message)}");
            return 1;
        }
    }

    private async Task ServeAsync(ParseResult arguments, Settings settings, CancellationToken cancellation)
    {
        string run = arguments.GetValue(_run) ?? Path.Combine(Base, "nvirt");
        List<(string Folder, string Name)> folders = [(run, "nvirt-sock")];
        if (arguments.GetValue(_libvirtSockets) || settings.Configuration.LibvirtSockets)
        {
            folders.Add((Path.Combine(Base, "libvirt"), "libvirt-sock"));
        }

        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        AddLog(builder.Logging, arguments.GetValue(_verbose) ? LogLevel.Debug : LogLevel.Information);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = DaemonServer.DrainPatience + DaemonServer.DrainPatience);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<DaemonLog>();
        builder.Services.AddSingleton(new HypervisorTable(arguments.GetValue(_root), Environment.IsPrivilegedProcess));
        builder.Services.AddSingleton<ReloadSignal>();
        builder.Services.AddSingleton(s =>
        {
            ReloadSignal reload = s.GetRequiredService<ReloadSignal>();
            Listeners listeners = Listeners.Open(settings, folders, s.GetRequiredService<DaemonLog>());
            reload.Reloaded += (_, _) => listeners.Update();
            return listeners;
        });
        builder.Services.AddSingleton<SessionTable>();
        builder.Services.AddSingleton<DaemonMeters>();
        builder.Services.AddSingleton<StatusReport>();
        builder.Services.AddSingleton<DaemonServer>();
        builder.Services.AddSingleton<TelemetryExport>();
        builder.Services.AddSingleton(s =>
            new Autostart(run, s.GetRequiredService<HypervisorTable>(), s.GetRequiredService<DaemonLog>()));
        builder.Services.AddSingleton<FleetReports>();
        builder.Services.AddHostedService<DaemonService>();
        using IHost host = builder.Build();
        if (settings.Configuration.Telemetry is { } telemetry)
        {
            host.Services.GetRequiredService<TelemetryExport>().Begin(telemetry);
        }

        await host.RunAsync(cancellation);
    }

    // A journal has times and levels of its own, and takes each value as a field.
    private static void AddLog(ILoggingBuilder logging, LogLevel least)
    {
        logging.SetMinimumLevel(least);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        bool isForJournal = JournalLogger.Reads(Environment.GetEnvironmentVariable("JOURNAL_STREAM"), JournalLogger.StandardError);
        if (isForJournal && JournalLogger.TryOpen() is { } journal)
        {
            logging.AddProvider(journal);
            return;
        }

        logging.AddConsole(o =>
        {
            o.LogToStandardErrorThreshold = LogLevel.Trace;
            o.FormatterName = isForJournal ? ConsoleFormatterNames.Systemd : ConsoleFormatterNames.Simple;
        });
        logging.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "yyyy-MM-dd HH:mm:ss "));
    }
}
