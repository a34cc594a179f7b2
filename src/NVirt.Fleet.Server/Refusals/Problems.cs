using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace NVirt.Fleet.Server.Refusals;

/// <summary>What went wrong, as application/problem+json (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>The request makes no sense.</summary>
    public static IResult Bad(string detail) => Of(StatusCodes.Status400BadRequest, Messages.Problem_Bad, detail);

    /// <summary>There is no such thing.</summary>
    public static IResult Missing(string detail) => Of(StatusCodes.Status404NotFound, Messages.Problem_Missing, detail);

    /// <summary>Somebody else was quicker.</summary>
    public static IResult Conflict(string detail) => Of(StatusCodes.Status409Conflict, Messages.Problem_Conflict, detail);

    /// <summary>It can be read, and cannot be done.</summary>
    public static IResult Unprocessable(string detail) =>
        Of(StatusCodes.Status422UnprocessableEntity, Messages.Problem_Unprocessable, detail);

    /// <summary>It is larger than what is read.</summary>
    public static IResult TooLarge(string detail) => Of(StatusCodes.Status413PayloadTooLarge, Messages.Problem_TooLarge, detail);

    /// <summary>It is of a kind that is not read.</summary>
    public static IResult Unsupported(string detail) =>
        Of(StatusCodes.Status415UnsupportedMediaType, Messages.Problem_Unsupported, detail);

    /// <summary>An error of the service.</summary>
    public static IResult Internal() =>
        Of(StatusCodes.Status500InternalServerError, Messages.Problem_Internal, Messages.Problem_InternalDetail);

    /// <summary>The role does not do.</summary>
    public static IResult Forbidden(string detail) => Of(StatusCodes.Status403Forbidden, Messages.Problem_Forbidden, detail);

    /// <summary>Nothing says who asks.</summary>
    public static IResult Unauthorized(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"nvirt\", charset=\"UTF-8\"";
        context.Response.Headers.Append("WWW-Authenticate", "Bearer realm=\"nvirt\"");
        return Of(StatusCodes.Status401Unauthorized, Messages.Problem_Unauthorized, Messages.Problem_UnauthorizedDetail);
    }

    /// <summary>Too often, or too much at once.</summary>
    public static IResult TooMany(TimeSpan wait) => new Later(StatusCodes.Status429TooManyRequests, Messages.Problem_TooMany, wait);

    /// <summary>Too many large questions at once.</summary>
    public static IResult Busy(TimeSpan wait) => new Later(StatusCodes.Status503ServiceUnavailable, Messages.Problem_Busy, wait);

    /// <summary>The store does not do what it should.</summary>
    public static IResult Unavailable(TimeSpan wait) =>
        new Later(StatusCodes.Status503ServiceUnavailable, Messages.Problem_Unavailable, wait);

    private static ProblemHttpResult Of(int status, string title, string detail) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Title = title, Detail = detail });

    private sealed class Later(int status, string title, TimeSpan wait) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            int seconds = (int)Math.Ceiling(wait.TotalSeconds);
            httpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return Of(status, title, Xml.Text.Of(Messages.Problem_Later, seconds)).ExecuteAsync(httpContext);
        }
    }
}
