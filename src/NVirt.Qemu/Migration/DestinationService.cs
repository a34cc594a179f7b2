using System.Text.Json;
using System.Text.Json.Nodes;
using NVirt.Cpu;
using NVirt.Domains;

namespace NVirt.Qemu.Migration;

/// <summary>
/// The destination of a migration from another host: reads requests from a stream and answers them, a JSON object a line each. When the stream
/// ends before the guest runs here, nothing of it stays.
/// </summary>
public static class DestinationService
{
    /// <summary>The version of the protocol; both sides have to have the same.</summary>
    internal const int Protocol = 1;

    // A domain's document may be long; nothing else is.
    private const int MaxLine = 64 << 20;

    /// <summary>Serves one migration.</summary>
    /// <param name="input">Where requests come from.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="destination">The destination; it is aborted in the end unless it was finished.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(Stream input, Stream output, IMigrationDestination destination, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(destination);
        await using (destination)
        {
            JsonLines lines = new(input, output, MaxLine);
            await lines.WriteAsync(new JsonObject { ["nvirt"] = Protocol, ["name"] = destination.Name }, cancellation);
            while (await lines.ReadAsync(cancellation) is { } request)
            {
                await lines.WriteAsync(await AnswerAsync(request, destination, cancellation), cancellation);
            }
        }
    }

    private static async Task<JsonObject> AnswerAsync(JsonElement request, IMigrationDestination destination, CancellationToken cancellation)
    {
        try
        {
            return new JsonObject { ["return"] = await ExecuteAsync(request, destination, cancellation) };
        }
        catch (CpuException e)
        {
            JsonObject error = Error(DomainErrorKind.Refused, e);
            error["error"]!["cpu"] = RefusalJson.Write(e.Refusal);
            return error;
        }
        catch (DomainException e)
        {
            return Error(e.Kind, e);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or IOException)
        {
            return Error(DomainErrorKind.Failed, e);
        }
    }

    private static async Task<JsonNode?> ExecuteAsync(JsonElement request, IMigrationDestination destination, CancellationToken cancellation)
    {
        switch (request.GetProperty("execute").GetString())
        {
            case "prepare":
                return await destination.PrepareAsync(OfferJson.Read(request.GetProperty("offer")), cancellation);
            case "finish":
                return SummaryJson.Write(await destination.FinishAsync(request.GetProperty("isPaused").GetBoolean(), cancellation));
            case "abort":
                await destination.AbortAsync();
                return null;
            case var other:
                throw new DomainException(DomainErrorKind.NoSupport, Text.Of(Messages.Remote_UnknownRequest, other));
        }
    }

    private static JsonObject Error(DomainErrorKind kind, Exception e) =>
        new() { ["error"] = new JsonObject { ["kind"] = kind.ToString(), ["message"] = e.Message } };
}
