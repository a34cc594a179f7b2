using System.Diagnostics;
using NVirt.Daemon.Telemetry;
using NVirt.Rpc.Procedures;
using NVirt.Xml;

namespace NVirt.Daemon.Sessions;

/// <summary>A trace of each call, where somebody collects them. Names of guests and documents are not in it.</summary>
internal static class CallTraces
{
    private static readonly ActivitySource Source = new(DaemonMeters.Name);

    /// <summary>Begins the trace of a call.</summary>
    /// <returns>The trace; <see langword="null"/> if nobody wants it.</returns>
    public static Activity? Begin(ProcedureInfo procedure, ClientSession client)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        Activity? activity = Source.StartActivity(procedure.Name, ActivityKind.Server, parentContext: default);
        activity?.SetTag("rpc.system", "libvirt");
        activity?.SetTag("rpc.method", procedure.Name);
        activity?.SetTag("nvirt.client", client.Name);
        activity?.SetTag("nvirt.uri", client.Hypervisor?.Uri);
        return activity;
    }

    /// <summary>The call is answered with an error.</summary>
    public static void Fail(Activity? activity, Exception problem) =>
        activity?.SetStatus(ActivityStatusCode.Error, Text.OnOneLine(problem.Message, 500)).SetTag("error.type", problem.GetType().Name);
}
