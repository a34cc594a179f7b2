using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using NVirt.Fleet.Reports;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Documents;
using NVirt.Fleet.Server.Ingestion;
using NVirt.Fleet.Server.Logs;
using NVirt.Fleet.Server.Refusals;
using NVirt.Fleet.Server.Store;
using NVirt.Fleet.Server.Telemetry;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Api;

/// <summary>What agents say: reports, heartbeats, and the first word of a new host.</summary>
internal static class ReportEndpoints
{
    private const int SmallBody = 4096;
    private const string Refused = "refused";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/reports", ReportAsync).WithMetadata(new NeededRole(Roles.Host))
            .WithName("report").WithSummary("Reports a host, with its guests; in two steps if documents are missing.")
            .Accepts<HostReport>("application/json").Produces<ReportAnswer>();
        api.MapPost("/heartbeats", BeatAsync).WithMetadata(new NeededRole(Roles.Host))
            .WithName("heartbeat").WithSummary("Says that nothing changed on a host since a report.")
            .Accepts<HostHeartbeat>("application/json").Produces<ReportAnswer>();
        api.MapPost("/enrol", EnrolAsync).WithMetadata(new NeededRole(Roles.Enrol))
            .WithName("enrol").WithSummary("Turns a use of an enrolment token into a token for one host.")
            .Accepts<EnrolRequest>("application/json").Produces<NewToken>(StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReportAsync(HttpContext context, ReportReceiver receiver, ServerLog log, ServerMeters meters)
    {
        try
        {
            HostReport report = await Bodies.ReadAsync(context, ReportJson.Default.HostReport, ReportLimits.Report);
            RequireOwn(context, report.Host, log);
            ReportAnswer answer = await receiver.TakeAsync(report, context.RequestAborted);
            meters.CountReport(WordOf(answer.Result));
            return Answer(answer);
        }
        catch (RefusedException)
        {
            meters.CountReport(Refused);
            throw;
        }
        catch (ReportException e)
        {
            meters.CountReport(Refused);
            return Problems.Unprocessable(e.Message);
        }
    }

    private static async Task<IResult> BeatAsync(HttpContext context, ReportReceiver receiver, ServerLog log, ServerMeters meters)
    {
        HostHeartbeat beat = await Bodies.ReadAsync(context, ReportJson.Default.HostHeartbeat, ReportLimits.Heartbeat);
        RequireOwn(context, beat.Host, log);
        ReportAnswer answer = await receiver.TakeAsync(beat, context.RequestAborted);
        meters.CountHeartbeat(WordOf(answer.Result));
        return Answer(answer);
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, IFleetStore store, TimeProvider clock)
    {
        EnrolRequest request = await Bodies.ReadAsync(context, ApiJson.Default.EnrolRequest, SmallBody);
        if (!ReportCheck.IsName(request.Host))
        {
            return Problems.Unprocessable(Text.Of(Messages.Report_Name, ReportLimits.Name));
        }

        string? hash = CallerFinder.HashOf(context);
        if (hash is null)
        {
            return Problems.Forbidden(Roles.Enrol);
        }

        DateTimeOffset now = clock.GetUtcNow();
        string who = AccessGate.Of(context).Name;
        string secret = Secrets.New();
        StoredToken token = new()
        {
            Id = TokenEndpoints.NewId(),
            Hash = Secrets.HashOf(secret)!,
            Role = Roles.Host,
            Host = request.Host,
            CreatedBy = who,
            CreatedAt = now,
        };
        return await store.EnrolAsync(
            hash, token, now, new NewAudit(now, who, "enrol", request.Host, token.Id), context.RequestAborted)
            ? TypedResults.Json(new NewToken(token.Id, secret), ApiJson.Default.NewToken, statusCode: StatusCodes.Status201Created)
            : Problems.Conflict(Text.Of(Messages.Enrol_Refused, request.Host));
    }

    // A host may write only itself.
    private static void RequireOwn(HttpContext context, string host, ServerLog log)
    {
        Caller caller = AccessGate.Of(context);
        if (caller.Host != host)
        {
            log.ForAnother(caller.Name, Text.OnOneLine(host, ReportLimits.Name));
            throw new RefusedException(Problems.Forbidden(Text.Of(Messages.Report_Foreign, caller.Name)));
        }
    }

    private static string WordOf(ReportResult result) => JsonNamingPolicy.SnakeCaseLower.ConvertName(result.ToString());

    private static JsonHttpResult<ReportAnswer> Answer(ReportAnswer answer) =>
        TypedResults.Json(answer, ReportJson.Default.ReportAnswer);
}
