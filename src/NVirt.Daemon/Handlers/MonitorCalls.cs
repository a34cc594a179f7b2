using System.Text.Json.Nodes;
using NVirt.Daemon.Faults;
using NVirt.Daemon.Sessions;
using NVirt.Domains.Driver;
using NVirt.Rpc.Constants;
using NVirt.Rpc.Procedures;
using NVirt.Rpc.Xdr;
using NVirt.Xml;

namespace NVirt.Daemon.Handlers;

/// <summary>What is said to QEMU directly, past everything that is known of the guest.</summary>
internal static class MonitorCalls
{
    private const uint HumanMonitor = 1;

    public static void AddTo(CallTable calls)
    {
        calls.Add(QemuProgram.DomainQemuMonitorCommand, ExecuteAsync);
        calls.Add(QemuProgram.DomainQemuAgentCommand, AskAgentAsync);
        calls.Add(RemoteProgram.DomainScreenshot, TakePictureAsync);
        calls.Add(RemoteProgram.DomainInjectNMI, InjectNmiAsync);
    }

    private static async ValueTask<QemuDomainQemuMonitorCommandResult> ExecuteAsync(Call call, QemuDomainQemuMonitorCommandArgs arguments)
    {
        call.AllowFlags(arguments.Flags, HumanMonitor);
        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom);
        bool isHuman = arguments.Flags == HumanMonitor;
        string answer = await ExecuteAsync(call, domain, isHuman ? OfHumanMonitor(arguments.Cmd) : arguments.Cmd);
        return new QemuDomainQemuMonitorCommandResult { Result = isHuman ? ResultOf(answer) : answer };
    }

    private static async ValueTask<QemuDomainQemuAgentCommandResult> AskAgentAsync(Call call, QemuDomainQemuAgentCommandArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        await DomainNames.FindAsync(call, arguments.Dom);
        throw Fault.Of(VirErrorNumber.ArgumentUnsupported, VirErrorDomain.Qemu, Messages.Agent_None);
    }

    private static async ValueTask<DomainScreenshotResult> TakePictureAsync(Call call, DomainScreenshotArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom);
        byte[] picture = await Optional.Of<IDomainMonitors>(call).TakePictureAsync(domain.Uuid, arguments.Screen, call.Cancellation);
        MemoryStream source = new(picture, writable: false);
        await call.Session.Streams.OpenAsync(call, source, sink: null, source, isWhole: true);
        return new DomainScreenshotResult { Mime = "image/png" };
    }

    private static async ValueTask<XdrNothing> InjectNmiAsync(Call call, DomainInjectNMIArgs arguments)
    {
        call.AllowFlags(arguments.Flags);
        DomainSummary domain = await DomainNames.RunningAsync(call, arguments.Dom);
        ResultOf(await ExecuteAsync(call, domain, """{"execute":"inject-nmi"}"""));
        return XdrNothing.Value;
    }

    /// <summary>Has QEMU do something, and gives its answer.</summary>
    public static Task<string> ExecuteAsync(Call call, DomainSummary domain, string command) =>
        Optional.Of<IDomainMonitors>(call).ExecuteAsync(domain.Uuid, command, call.Cancellation);

    private static string OfHumanMonitor(string line) => new JsonObject
    {
        ["execute"] = "human-monitor-command",
        ["arguments"] = new JsonObject { ["command-line"] = line },
    }.ToJsonString();

    /// <summary>What an answer says.</summary>
    /// <exception cref="Fault">It is an error, in QEMU's words.</exception>
    public static string ResultOf(string answer)
    {
        JsonNode read = JsonNode.Parse(answer)!;
        return read["error"] is { } error
            ? throw Fault.Of(
                VirErrorNumber.InternalError, VirErrorDomain.Qemu,
                    Text.Of(Messages.Monitor_Refused, (string?)error["desc"] ?? string.Empty))
            : (read["return"] as JsonValue)?.TryGetValue(out string? text) == true ? text : string.Empty;
    }
}
