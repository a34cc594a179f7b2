using System.Security.Cryptography;
using NVirt.Fleet.Server.Access;
using NVirt.Fleet.Server.Ingestion;
using NVirt.Fleet.Server.Refusals;
using NVirt.Fleet.Server.Store;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Api;

/// <summary>Tokens: made, listed without their secrets, and withdrawn.</summary>
internal static class TokenEndpoints
{
    private const int Body = 4096;
    private const double MostHours = 5 * 366 * 24;
    private const int MostUses = 100_000;
    private const int IdBytes = 6;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/tokens", ListAsync).WithMetadata(new NeededRole(Roles.Admin))
            .WithName("tokens").WithSummary("Lists the tokens, without their secrets.").Produces<TokenList>();
        api.MapPost("/tokens", AddAsync).WithMetadata(new NeededRole(Roles.Admin))
            .WithName("addToken").WithSummary("Makes a token; its secret is told this once.")
            .Accepts<TokenRequest>("application/json").Produces<NewToken>(StatusCodes.Status201Created);
        api.MapDelete("/tokens/{id}", WithdrawAsync).WithMetadata(new NeededRole(Roles.Admin))
            .WithName("withdrawToken").WithSummary("Withdraws a token.").Produces(StatusCodes.Status204NoContent);
    }

    /// <summary>A name for a token.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>The token that a request asks for, and its secret; otherwise what is wrong with it.</summary>
    public static (StoredToken? Token, string Secret, string? Problem) Make(TokenRequest request, string who, DateTimeOffset now)
    {
        bool isHosts = request.Role == Roles.Host;
        bool isEnrolments = request.Role == Roles.Enrol;
        string? problem = !Roles.All.Contains(request.Role) ? Text.Of(Messages.Token_Role, string.Join(", ", Roles.All))
            : isHosts != request.Host is not null || (request.Host is not null && !ReportCheck.IsName(request.Host))
                ? Messages.Token_Host
            : request.Hours is <= 0 or > MostHours || (request.Hours is { } hours && !double.IsFinite(hours))
                ? Text.Of(Messages.Token_Hours, MostHours)
            : isEnrolments != request.Uses is not null || request.Uses is < 1 or > MostUses || (request.Replaces && !isEnrolments)
                ? Text.Of(Messages.Token_Uses, MostUses) : null;
        if (problem is not null)
        {
            return (null, string.Empty, problem);
        }

        string secret = Secrets.New();
        return (new StoredToken
        {
            Id = NewId(),
            Hash = Secrets.HashOf(secret)!,
            Role = request.Role,
            Host = request.Host,
            Expires = request.Hours is { } life ? now.AddHours(life) : null,
            Uses = request.Uses,
            Replaces = request.Replaces,
            CreatedBy = who,
            CreatedAt = now,
        }, secret, null);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IFleetStore store) => TypedResults.Json(
        new TokenList(
        [
            .. (await store.ReadTokensAsync(context.RequestAborted))
                .Select(t => new TokenInfo(t.Id, t.Role, t.Host, t.Expires, t.Uses, t.CreatedBy, t.CreatedAt)),
        ]),
        ApiJson.Default.TokenList);

    private static async Task<IResult> AddAsync(HttpContext context, IFleetStore store, TimeProvider clock)
    {
        TokenRequest request = await Bodies.ReadAsync(context, ApiJson.Default.TokenRequest, Body);
        string who = AccessGate.Of(context).Name;
        DateTimeOffset now = clock.GetUtcNow();
        (StoredToken? token, string secret, string? wrong) = Make(request, who, now);
        if (token is null)
        {
            return Problems.Unprocessable(wrong!);
        }

        if (token.Host is { } host && (await store.ReadTokensAsync(context.RequestAborted)).Any(t => t.Host == host))
        {
            return Problems.Conflict(Text.Of(Messages.Token_HasOne, host));
        }

        await store.AddTokenAsync(token, new NewAudit(now, who, "token", token.Id, token.Role), context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(new NewToken(token.Id, secret), ApiJson.Default.NewToken, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> WithdrawAsync(
        HttpContext context, IFleetStore store, TokenFinder tokens, TimeProvider clock, string id)
    {
        NewAudit audit = new(clock.GetUtcNow(), AccessGate.Of(context).Name, "withdraw", id, string.Empty);
        if (!await store.WithdrawTokenAsync(id, audit, context.RequestAborted))
        {
            return Problems.Missing(Text.Of(Messages.Token_Missing, id));
        }

        tokens.Forget();
        return TypedResults.NoContent();
    }
}
