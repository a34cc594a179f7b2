using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using NVirt.Fleet.Server.Snapshots;

namespace NVirt.Fleet.Server.Api;

/// <summary>What every answer says of the snapshot that it is about.</summary>
internal static class SnapshotAnswers
{
    /// <summary>The snapshot as a part of an answer.</summary>
    public static SnapshotInfo InfoOf(FleetSnapshot snapshot, TimeProvider clock) =>
        new(snapshot.Id, snapshot.Time, Math.Round(Math.Max(0, (clock.GetUtcNow() - snapshot.Time).TotalSeconds), 1));

    /// <summary>
    /// Sets the ETag and the age, and answers 304 for the caller's own copy; <see langword="null"/> if there is something to
    /// tell.
    /// </summary>
    public static IResult? NotModified(HttpContext context, FleetSnapshot snapshot, TimeProvider clock)
    {
        string tag = $"\"{snapshot.Id}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        context.Response.Headers.Age = Math.Max(0, (long)(clock.GetUtcNow() - snapshot.Time).TotalSeconds)
            .ToString(CultureInfo.InvariantCulture);
        StringValues known = context.Request.Headers.IfNoneMatch;
        return known.Count > 0 && EntityTagHeaderValue.TryParseList(known, out IList<EntityTagHeaderValue>? tags)
            && tags.Any(t => t.Tag == tag) ? TypedResults.StatusCode(StatusCodes.Status304NotModified) : null;
    }
}
