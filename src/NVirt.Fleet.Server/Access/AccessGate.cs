using NVirt.Fleet.Server.Logs;
using NVirt.Fleet.Server.Refusals;

namespace NVirt.Fleet.Server.Access;

/// <summary>
/// Lets in whoever may, before an endpoint reads anything of the request. An endpoint without <see cref="NeededRole"/> is open to
/// all: those are the health of the service and its style sheet.
/// </summary>
internal sealed class AccessGate(RequestDelegate next, CallerFinder finder, Attempts attempts, ServerLog log)
{
    /// <summary>Asks who it is, and refuses.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeededRole>() is not { } needed)
        {
            await next(context);
            return;
        }

        if (attempts.MustWait(context.Connection.RemoteIpAddress) is { } wait)
        {
            await Problems.TooMany(wait).ExecuteAsync(context);
            return;
        }

        (Caller? caller, bool hasSecret) = await finder.FindAsync(context);
        if (caller is null)
        {
            if (hasSecret)
            {
                attempts.Note(context.Connection.RemoteIpAddress);
                log.WrongToken(context.Connection.RemoteIpAddress?.ToString() ?? "?");
            }

            await Problems.Unauthorized(context).ExecuteAsync(context);
            return;
        }

        if (!Roles.Includes(caller.Role, needed.Role))
        {
            await Problems.Forbidden(needed.Role).ExecuteAsync(context);
            return;
        }

        context.Items[typeof(Caller)] = caller;
        await next(context);
    }

    /// <summary>Who asks, of an endpoint that needs a role.</summary>
    public static Caller Of(HttpContext context) => (Caller)context.Items[typeof(Caller)]!;
}
