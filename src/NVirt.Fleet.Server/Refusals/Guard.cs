using NVirt.Cpu;
using NVirt.Fleet.Server.Logs;
using NVirt.Fleet.Server.Store;
using NVirt.Xml;

namespace NVirt.Fleet.Server.Refusals;

/// <summary>
/// Turns what fails inside into one clear answer: the store is away for a while, or it is an error of ours that the log tells of.
/// What the client breaks off is no error.
/// </summary>
internal sealed class Guard(RequestDelegate next, ServerLog log)
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    /// <summary>Answers, whatever happens.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
        }
        catch (RefusedException e) when (!context.Response.HasStarted)
        {
            await e.Answer.ExecuteAsync(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await (e.StatusCode == StatusCodes.Status413PayloadTooLarge ? Problems.TooLarge(e.Message) : Problems.Bad(e.Message))
                .ExecuteAsync(context);
        }
        catch (StoreException e) when (!context.Response.HasStarted)
        {
            log.StoreFailed(e.Message);
            await Problems.Unavailable(Later).ExecuteAsync(context);
        }
        catch (CpuException e) when (!context.Response.HasStarted)
        {
            // What was asked cannot be answered: a host is not there, or a platform has no word for it.
            await Problems.Unprocessable(Text.OnOneLine(e.Message)).ExecuteAsync(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && e is not OutOfMemoryException)
        {
            log.Failed(context.Request.Path, e);
            await Problems.Internal().ExecuteAsync(context);
        }
    }
}
